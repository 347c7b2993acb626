import Invalidation
import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// What a direct purge may claim of a real server's answers.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct PurgeReportTests {
    @Test func aConnectionThatHasEndedIsNotDone() async throws {
        try await withRedis { server in
            try await server.run("SET version:search 4")
            let invalidator = server.invalidator()
            let planned = try await invalidator.survey(try invalidator.plan(.search)).get()
            let connection = try await RedisConnection.connect(to: server.endpoint)
            await connection.close()
            let purge = DirectPurge(
                planned: planned, grammar: invalidator.grammar, eventKey: nil, own: nil,
                pace: PurgePace(), logger: .silent)
            let done = try await purge.run(connection, stop: Flag(), watch: Stopwatch()) { _ in }
                .get()
            let record = done.record(planned)
            #expect(record.outcome == .notDone, "\(record.message)")
        }
    }

    // MARK: Written again

    @Test(arguments: [[], ["EX", "60"], ["PX", "30000"]])
    func aKeyThatIsThereAgainIsCounted(_ life: [String]) async throws {
        try await withRedis { server in
            let keys = ["facets:a", "facets:b"]
            let planned = try PlannedInvalidation(.facets(nil), keys: keys)
            var done = CarriedOut()
            done.unlinked(2, existing: 2, removed: 2)
            try await server.run([bytes("SET", "facets:b", "new") + life.map { Array($0.utf8) }])
            let connection = try await RedisConnection.connect(to: server.endpoint)
            await PurgeVerification(own: nil).verify(&done, planned, connection)
            let record = done.record(planned)
            #expect(record.keysRewritten == 1 && record.keysVerified == 2)
            #expect(record.verifiedAt.map { $0 >= record.at } == true)
            #expect(record.message.contains("1 was there again when it was checked"))
            await connection.close()
        }
    }

    /// The plan counts what existed: so does the check, and says what is new beside it.
    @Test func aKeyThatAppearedIsNoPlannedOne() async throws {
        try await withRedis { server in
            var planned = try PlannedInvalidation(
                .facets(nil), keys: ["facets:a", "facets:b", "facets:c"])
            planned.absent = [2]
            var done = CarriedOut()
            done.unlinked(3, existing: 2, removed: 3)
            try await server.run("SET facets:c new EX 60")
            let connection = try await RedisConnection.connect(to: server.endpoint)
            await PurgeVerification(own: nil).verify(&done, planned, connection)
            let record = done.record(planned)
            #expect(record.keysVerified == 2 && record.keysRewritten == 0)
            #expect(record.keysAppeared == 1 && record.keysRemoved == 3)
            #expect(
                record.message.hasPrefix(
                    "removed 3 keys: 2 planned, 1 appeared since the plan, "
                        + "1 that did not exist before was there when it was checked"),
                "\(record.message)")
            await connection.close()
        }
    }

    // MARK: Numbers of another's choice

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
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct PurgeFigureTests {
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
            #expect(record.message == "removed 2 keys: 1 planned, 1 appeared since the plan.")
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
}

extension PlannedInvalidation {
    /// A plan that was not surveyed, with these keys in its list.
    init(_ scope: InvalidationScope, keys: [String] = []) throws {
        self.init(
            plan: try .redis(scope, grammar: KeyGrammar(policy: .standard), endpoint: "redis://a"),
            radius: BlastRadius(), keys: KeyList(keys.map { Array($0.utf8) }),
            at: .init(milliseconds: 0))
    }
}

extension CarriedOut {
    func record(_ planned: PlannedInvalidation) -> InvalidationRecord {
        var record = InvalidationRecord(
            at: planned.at, scope: planned.scope.text, by: nil, via: .redis, outcome: .refused,
            message: "")
        conclude(&record, planned)
        return record
    }
}
