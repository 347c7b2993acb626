import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// What Invalidator refuses, whoever asks: at the plan, and again when it is carried out.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct PurgeGuardTests {
    private func scope(_ word: String, _ arguments: String...) throws -> InvalidationScope {
        try InvalidationScope(word, arguments: arguments.map { Array($0.utf8) })
    }

    @Test(arguments: ["*", "version:*", "cache:*", "cachetop:*", "*:search", "[cv]*", "*events"])
    func whatIsNotTheShopsIsRefused(_ glob: String) async throws {
        try await withRedis { server in
            try await server.run(
                "SET version:search 4", "SET facets:a x", "XADD cache:events * hit a")
            let before = try await server.keys()
            let invalidator = server.invalidator()
            let plan = try invalidator.plan(try scope("pattern", glob))
            let problem = await invalidator.survey(plan).failure
            #expect(problem?.isRefusal == true)
            #expect(problem?.description.contains("--include-own") == true)
            #expect(try await server.keys() == before)
            let meant = server.invalidator(guards: InvalidationGuards(includesOwn: true))
            let record = await meant.purge(plan)
            #expect(record.outcome == .done, "\(record.message)")
            let left = try await server.keys().filter { $0 != "cachetop:audit" }
            #expect(left == before.filter { !Glob.matches(Array(glob.utf8), Array($0.utf8)) })
        }
    }

    /// The key that the argument names is another resource's: refused without a look at Redis, and written
    /// to the trail like every attempt.
    @Test func whatThePolicyRefusesIsInTheTrail() async throws {
        try await withRedis { server in
            try await server.run("SET product:special:9 x")
            let policy = CachePolicy(resources: [
                Resource(name: "product", pattern: "product:{id}", ttlSeconds: 60),
                Resource(name: "special", pattern: "product:special:{id}", ttlSeconds: 60),
            ])
            let invalidator = server.invalidator(policy: policy)
            let problem = #expect(throws: InvalidationPlan.Problem.self) {
                try invalidator.plan(try scope("product", "special:9"))
            }
            #expect(problem?.isRefusal == true)
            let entries = try server.trailEntries()
            #expect(entries.map(\.record?.outcome) == [.refused])
            #expect(
                entries.first?.scope == "product special:9" && entries.first?.plan == "Nothing.")
            #expect(try await server.keys() == ["product:special:9"])
        }
    }

    /// The stream does not exist yet: that the glob would match it is enough. And a literal key.
    @Test(arguments: [
        ["pattern", "cache:*"], ["key", "version:search"], ["key", "cachetop:audit"],
    ])
    func namesCountWhetherTheyExistOrNot(_ words: [String]) async throws {
        try await withRedis { server in
            let invalidator = server.invalidator()
            let scope = try InvalidationScope(words[0], arguments: [Array(words[1].utf8)])
            let plan = try invalidator.plan(scope)
            #expect(await invalidator.survey(plan).failure?.isRefusal == true)
            // nor by a plan that nobody looked at
            let forged = PlannedInvalidation(
                plan: plan, radius: BlastRadius(), keys: KeyList(scope.arguments),
                at: .init(milliseconds: 0))
            #expect(await invalidator.carryOut(forged).outcome == .refused)
        }
    }

    /// By its id a product can be the stream, or a counter.
    @Test func anIdThatNamesTheStreamIsRefused() async throws {
        try await withRedis { server in
            try await server.run("XADD product:events * hit a", "SET inventory:events x")
            for includesOwn in [false, true] {
                let invalidator = Invalidator(
                    endpoint: server.endpoint, policy: .standard, eventKey: "product:events",
                    api: nil, guards: InvalidationGuards(includesOwn: includesOwn),
                    operatorName: "ann@bastion")
                let problem = try #require(throws: InvalidationPlan.Problem.self) {
                    try invalidator.plan(try scope("product", "events"))
                }
                #expect(problem.isRefusal)
                #expect(try await server.run("EXISTS product:events").integerValue == 1)
            }
        }
    }

    /// 0 is a generation, not a missing counter.
    @Test func aCounterAtZeroIsRaisedOnce() async throws {
        try await withRedis { server in
            try await server.run("SET version:search 0")
            let invalidator = server.invalidator()
            let record = await invalidator.purge(try invalidator.plan(.search))
            #expect(record.outcome == .done && record.to == 1, "\(record.message)")
            #expect(try await server.run("GET version:search").text == "1")
        }
    }

    @Test func anIdGivenTwiceIsOne() async throws {
        try await withRedis { server in
            try await server.run(
                "XADD cache:events * hit a", "SET product:1 x", "SET product:2 x",
                "SET inventory:1 x")
            let invalidator = server.invalidator()
            let record = await invalidator.purge(
                try invalidator.plan(try scope("product", "1", "1", "2")))
            #expect(record.outcome == .done)
            let told = try await server.run("XREVRANGE cache:events + - COUNT 1")
            let words = (told.elements?.first?.elements?.last?.elements ?? []).compactMap(\.text)
            #expect(words.filter { $0.hasSuffix(":1") }.count == 2)
            // A key that was not there was not removed, and is not announced.
            #expect(words.contains("product:2") && !words.contains("inventory:2"))
        }
    }

    /// The keys that a global purge removes by themselves are not told as left alone.
    @Test func whatAGlobalPurgeUnlinksIsNotUnaffected() async throws {
        try await withRedis { server in
            try await server.run("SET version:global 3", "SET category:a:later:v4 x")
            try await server.set(0..<5, "category:shoes:old")
            try await server.set(0..<7, "category:shoes:h", "EX", "99")
            let invalidator = server.invalidator()
            let planned = try await invalidator.survey(try invalidator.plan(.global)).get()
            let category = planned.radius.generations.first { $0.resource == "category" }
            #expect(planned.radius.keys == 12)
            #expect(category?.notAffected == 1)
        }
    }

    @Test func aForbiddenScopeIsRefusedBothWays() async throws {
        try await withRedis { server in
            try await server.run("SET facets:a x")
            let guards = InvalidationGuards(forbidden: [.pattern, .global])
            let invalidator = server.invalidator(guards: guards)
            let plan = try invalidator.plan(try scope("pattern", "facets:*"))
            let problem = await invalidator.survey(plan).failure
            #expect(problem?.isRefusal == true)
            #expect(problem?.description.contains("global, pattern") == true)
            let free = server.invalidator()
            let planned = try await free.survey(plan).get()
            #expect(await invalidator.carryOut(planned).outcome == .refused)
            #expect(try await server.keys() == ["facets:a"])
            #expect(
                await invalidator.purge(try invalidator.plan(try scope("facets", "a"))).outcome
                    == .done)
        }
    }

    @Test func productionWantsTheWord() async throws {
        try await withRedis { server in
            try await server.run("SET facets:a x")
            let invalidator = server.invalidator(guards: InvalidationGuards(isProduction: true))
            let facets = try await invalidator.survey(
                try invalidator.plan(try scope("facets", "a"))
            ).get()
            for typed in [nil, "y", "Facets", "facets a"] {
                let record = await invalidator.carryOut(facets, typed: typed)
                #expect(record.outcome == .refused)
                #expect(record.message.contains("'facets' must be typed"), "\(record.message)")
            }
            #expect(try await server.keys() == ["facets:a"])
            #expect(await invalidator.carryOut(facets, typed: "facets").outcome == .done)
            let free = server.invalidator()
            #expect(free.wantsTyping(.global) && !free.wantsTyping(.search))
            let global = try await free.survey(try free.plan(.global)).get()
            #expect(await free.carryOut(global, typed: "y").outcome == .refused)
        }
    }

    @Test func moreKeysThanAllowedAreRefused() async throws {
        try await withRedis { server in
            try await server.set(0..<30, "facets:")
            let invalidator = server.invalidator(guards: InvalidationGuards(maxKeys: 29))
            let plan = try invalidator.plan(try scope("pattern", "facets:*"))
            let problem = await invalidator.survey(plan).failure
            #expect(problem?.description.contains("more than 29 keys") == true)
            #expect(problem?.isRefusal == true)
            let planned = try await server.invalidator().survey(plan).get()
            #expect(await invalidator.carryOut(planned).outcome == .refused)
            let enough = server.invalidator(guards: InvalidationGuards(maxKeys: 30))
            #expect(await enough.purge(plan).keysRemoved == 30)
        }
    }

    @Test func longIdentifiersAreSaidToBeTooLong() throws {
        let id = [UInt8](repeating: 120, count: 65_536)
        for kind in InvalidationScope.Kind.allCases where kind.argumentName != nil {
            #expect(throws: InvalidationScope.Problem.tooLong(kind, bytes: 65_536)) {
                try InvalidationScope(kind, arguments: [id])
            }
        }
        let longest = try InvalidationScope(.key, arguments: [Array(id.prefix(8192))])
        #expect(longest.text.utf8.count < 5000)
    }
}
