import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// What a direct purge may claim: by facts of the replies, never by the words of an error.
@Suite(.tags(.redis), .timeLimit(.minutes(1))) struct PurgeReportTests {
    private func report(_ scope: InvalidationScope, keys: [String] = []) throws -> PurgeReport {
        let plan = try InvalidationPlan.redis(
            scope, grammar: KeyGrammar(policy: .standard), endpoint: "redis://a")
        return PurgeReport(
            PlannedInvalidation(
                plan: plan, radius: BlastRadius(), keys: KeyList(keys.map { Array($0.utf8) }),
                at: .init(milliseconds: 0)))
    }

    private func error(_ attempted: String, sent: Bool) -> RedisError {
        RedisError(
            .lost, endpoint: "redis://a", attempted: attempted, message: "gone",
            mayHaveBeenCarriedOut: sent)
    }

    // MARK: Unknown or not done

    /// The name in the error does not matter: a lost INCR that was never sent is not done, and a
    /// changing command by any name is unknown once it was sent.
    @Test(arguments: [
        ("INCR", true, true, InvalidationRecord.Outcome.unknown),
        ("A pipeline of 2 commands from INCR on", true, true, .unknown),
        ("INCR", false, true, .notDone), ("UNLINK", false, true, .notDone),
        ("PING", true, false, .notDone), ("INFO", true, false, .notDone),
    ])
    func theFactDecides(
        _ attempted: String, _ sent: Bool, _ isChange: Bool, _ outcome: InvalidationRecord.Outcome
    ) throws {
        var report = try report(.search)
        report.failed(error(attempted, sent: sent), isChange: isChange)
        #expect(report.result.outcome == outcome)
        #expect(report.result.message.contains("not known") == (outcome == .unknown))
    }

    @Test func theFirstFailureStays() throws {
        var report = try report(.search)
        report.failed(error("INCR", sent: true), isChange: true)
        report.failed(error("PING", sent: false))
        #expect(report.result.outcome == .unknown)
    }

    @Test func aConnectionThatHasEndedIsNotDone() async throws {
        try await withRedis { server in
            try await server.run("SET version:search 4")
            let invalidator = server.invalidator()
            let planned = try await invalidator.survey(try invalidator.plan(.search)).get()
            let connection = try await RedisConnection.connect(to: server.endpoint)
            await connection.close()
            var purge = DirectPurge(invalidator, planned, stop: Flag())
            let result = await purge.run(connection, began: 0) { _ in }
            #expect(result.outcome == .notDone, "\(result.message)")
        }
    }

    /// A failure before the first removal: no figures, and nothing that reads like some.
    @Test func aFailureBeforeTheFirstRemovalHasNoFigures() throws {
        var report = try report(.facets(nil), keys: ["facets", "facets:a"])
        report.failed(error("UNLINK", sent: false), isChange: true)
        let result = report.result
        #expect(result.removed == nil && result.alreadyGone == nil)
        #expect(!result.message.contains("key"), "\(result.message)")
    }

    // MARK: Written again

    @Test(arguments: [[], ["EX", "60"], ["PX", "30000"]])
    func aKeyThatIsThereAgainIsCounted(_ life: [String]) async throws {
        try await withRedis { server in
            var report = try report(.facets(nil), keys: ["facets:a", "facets:b"])
            report.unlinked(2, removed: 2)
            try await server.run([bytes("SET", "facets:b", "new") + life.map { Array($0.utf8) }])
            let connection = try await RedisConnection.connect(to: server.endpoint)
            await report.verify(server.invalidator(), connection)
            #expect(report.result.rewritten == 1 && report.result.verified == 2)
            #expect(report.result.message.contains("1 has been written again since"))
            await connection.close()
        }
    }

    // MARK: Numbers of another's choice

    @Test(arguments: [Int64.min, .min + 1, -1, 0, 1, .max])
    func incrMayAnswerAnyInteger(_ value: Int64) throws {
        for wasMissing in [false, true] {
            var report = try report(.search)
            report.raised(Array("version:search".utf8), to: value, wasMissing: wasMissing)
            #expect(report.result.to == value)
            #expect(report.result.from == (wasMissing || value == .min ? nil : value - 1))
            #expect(report.result.message.contains("\(value)"))
        }
    }

    @Test(arguments: [Int64.min, -1, 3, .max])
    func unlinkMayAnswerAnyInteger(_ value: Int64) throws {
        var report = try report(.facets(nil), keys: ["facets:a", "facets:b", "facets:c"])
        for _ in 1...3 { report.unlinked(1, removed: value) }
        #expect(report.result.removed == (value > 0 ? 3 : 0))
    }

    @Test(arguments: ["9223372036854775806", "-9223372036854775808", "-1"])
    func aCounterAtTheEndsOfItsRangeIsRaised(_ value: String) async throws {
        try await withRedis { server in
            try await server.run("SET version:search \(value)")
            let invalidator = server.invalidator()
            let record = await invalidator.purge(try invalidator.plan(.search))
            #expect(record.outcome == .done, "\(record.message)")
            #expect(record.from == Int64(value) && record.to == Int64(value).map { $0 + 1 })
            let snapshot = try await takeSnapshot(LiveCacheOptions(endpoint: server.endpoint))
            #expect(snapshot.versions.first?.value == record.to)
        }
    }

    /// A command that was replaced: INCR answers "+string", UNLINK answers a TTL.
    @Test func anAnswerThatIsNoIntegerIsUnknown() async throws {
        let options = RedisServer.Options {
            $0.arguments = [
                "--rename-command", "INCR", "OLDINCR", "--rename-command", "TYPE", "INCR",
                "--rename-command", "UNLINK", "OLDUNLINK", "--rename-command", "TTL", "UNLINK",
            ]
        }
        try await withRedis(options) { server in
            try await server.run("SET version:search 4", "SET trending:products x EX 900")
            let invalidator = server.invalidator()
            let search = await invalidator.purge(try invalidator.plan(.search))
            #expect(search.outcome == .unknown && search.to == nil)
            #expect(search.message.contains("the reply is not an integer"), "\(search.message)")
            let trending = await invalidator.purge(try invalidator.plan(.trending))
            #expect(trending.keysRemoved == 1 && trending.keysRewritten == 1)
        }
    }
}

/// Named keys that never existed stay in the frozen list and out of the figures.
@Suite(.tags(.redis), .timeLimit(.minutes(1))) struct PurgeFigureTests {
    private func planned(_ server: RedisServer, _ invalidator: Invalidator) async throws
        -> PlannedInvalidation
    {
        let ids = ["1", "2", "3"].map { Array($0.utf8) }
        return try await invalidator.survey(try invalidator.plan(.products(ids))).get()
    }

    @Test func whatNeverExistedIsNotCounted() async throws {
        try await withRedis { server in
            try await server.run("SET product:1 x", "SET inventory:1 x", "SET product:3 x EX 60")
            let invalidator = server.invalidator()
            let planned = try await planned(server, invalidator)
            #expect(planned.keys.count == 6 && planned.existingKeys == 3)
            #expect(planned.absent == [2, 3, 5])
            #expect(planned.radius.keys == 3 && planned.radius.missingKeys == 3)
            let told = Told<InvalidationProgress>()
            let record = await invalidator.carryOut(planned) { told.add($0) }
            #expect(record.message == "removed all 3 keys.")
            #expect(record.keysPlanned == 3 && record.keysRemoved == 3)
            #expect(record.keysAlreadyGone == 0)
            #expect(told.all.last?.done == 3 && told.all.last?.of == 3)
        }
    }

    /// It was written between the plan and the purge: the list has it, so it goes.
    @Test func whatIsWrittenMeanwhileIsRemovedAndCounted() async throws {
        try await withRedis { server in
            try await server.run("SET product:1 x")
            let invalidator = server.invalidator()
            let planned = try await planned(server, invalidator)
            try await server.run("SET product:2 x")
            let record = await invalidator.carryOut(planned)
            #expect(record.message == "removed all 2 keys.")
            #expect(record.keysPlanned == 1 && record.keysRemoved == 2)
            #expect(record.keysAlreadyGone == 0)
            #expect(try await server.keys() == ["cachetop:audit"])
        }
    }

    @Test(arguments: [
        ([], "there was no key to remove.", 0), (["product:2"], "removed 1 key.", 0),
    ])
    func fewAreWorded(_ keys: [String], _ message: String, _ gone: UInt64) async throws {
        try await withRedis { server in
            try await server.run(keys.map { bytes("SET", $0, "x") })
            let invalidator = server.invalidator()
            let record = await invalidator.carryOut(try await planned(server, invalidator))
            #expect(record.outcome == .done && record.message == message)
            #expect(record.keysAlreadyGone == gone)
            // Nothing was removed: no copy has become old by it.
            #expect((record.edgeStaleUntil == nil) == keys.isEmpty)
        }
    }

    /// A user without PTTL and MEMORY: what existed is not known, so nothing is left out.
    @Test func whatIsNotKnownToBeAbsentIsCounted() async throws {
        let users = RedisServer.Options { $0.users = ["u on >secret ~* +@all -pttl -memory"] }
        try await withRedis(users) { server in
            try await server.run("SET product:1 x")
            let invalidator = server.invalidator(user: "u")
            let planned = try await planned(server, invalidator)
            #expect(planned.absent.isEmpty && planned.radius.keys == nil)
            let record = await invalidator.carryOut(planned)
            #expect(record.keysPlanned == 6 && record.keysRemoved == 1)
            let message = "removed 1 of 6 keys, 5 were not there. Could not verify the result: "
            #expect(record.message.hasPrefix(message), "\(record.message)")
        }
    }

    /// Stopped among the named keys: only those that existed count on either side.
    @Test func aStopCountsWhatExisted() throws {
        let plan = try InvalidationPlan.redis(
            .trending, grammar: KeyGrammar(policy: .standard), endpoint: "redis://a")
        let keys = KeyList((0..<10).map { Array("k\($0)".utf8) })
        var report = PurgeReport(
            PlannedInvalidation(
                plan: plan, radius: BlastRadius(), keys: keys, absent: [0, 2, 9],
                at: .init(milliseconds: 0)))
        report.unlinked(4, removed: 2)
        report.isStopped = true
        #expect(report.result.alreadyGone == 0)
        #expect(report.result.message == "stopped: removed 2 of 7 keys; 5 keys left alone.")
    }
}
