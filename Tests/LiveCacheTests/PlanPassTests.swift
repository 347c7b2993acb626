import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// The one pass that finds, counts and freezes: whatever SCAN repeats, drops or adds meanwhile.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct PlanPassTests {
    private static let grammar = KeyGrammar(policy: .standard)

    private func pass(
        _ scope: InvalidationScope, raised: [String] = [], values: [String: Int64] = [:]
    ) throws -> PlanPass {
        let plan = try InvalidationPlan.redis(scope, grammar: Self.grammar, endpoint: "")
        var selectors: [KeySelector] = []
        if case .redis(let steps) = plan.work {
            for case .unlinkMatching(let selector) in steps { selectors.append(selector) }
        }
        let count = GenerationCount(
            grammar: Self.grammar, raised: raised, values: values, at: Timestamp(milliseconds: 1))
        return PlanPass(
            scope: scope, grammar: Self.grammar, guards: InvalidationGuards(), selectors: selectors,
            found: FoundKeys(), generations: raised.isEmpty ? nil : count)
    }

    /// Keys of all kinds in random order, some of them repeated, cut into pages at random.
    @Test(arguments: 1...40) func aKeyCountsOnceHoweverOftenItComes(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var keys: [String] = []
        for number in 0..<200 {
            keys += [
                "facets:\(number)", "search:\(number):v4", "search:\(number):v3",
                "search:\(number)",
                "category:a:\(number):v2", "category:a:\(number)", "inventory:\(number)",
                "x:\(number)",
            ].filter { _ in Bool.random(using: &random) }
        }
        var told = keys
        for _ in 0..<300 { told.append(keys[Int.random(in: 0..<keys.count, using: &random)]) }
        told.shuffle(using: &random)
        var pass = try pass(
            .global, raised: ["version:search", "version:global"], values: ["version:search": 4])
        #expect(pass.sieve == nil)
        var rest = told[...]
        while !rest.isEmpty {
            let page = rest.prefix(Int.random(in: 0...50, using: &random))
            rest = rest.dropFirst(page.count)
            try pass.take(page.map { Array($0.utf8) }, at: Timestamp(milliseconds: 2))
        }
        // The order in which they came, each once.
        var seen: Set<String> = []
        let goes = told.filter { key in
            guard seen.insert(key).inserted else { return false }
            let isVersioned = key.hasPrefix("search:") || key.hasPrefix("category:")
            return !key.hasPrefix("x:")
                && !(isVersioned && key.split(separator: ":").last?.first == "v")
        }
        #expect(pass.found.list.map { String(decoding: $0, as: UTF8.self) } == goes)
        var count = try #require(pass.generations)
        count.end(
            isWhole: true, looked: 1, of: nil, seconds: 0.1, at: Timestamp(milliseconds: 3))
        let generations = count.slots.map { count.generation(of: $0, uncoveredGo: true) }
        #expect(generations.map(\.resource) == ["search", "category"])
        #expect(generations[0].keys == UInt64(keys.count { $0.hasSuffix(":v4") }))
        #expect(generations.allSatisfy { $0.estimated == false })
        // A missing counter is generation 1: of category, all are of a later one.
        #expect(generations[1].keys == 0)
        #expect(generations[1].notAffected == UInt64(keys.count { $0.hasSuffix(":v2") }))
    }

    /// One sieve where all that is looked for has the same one; else every key is looked at.
    @Test func theSieveIsAsNarrowAsItMayBe() throws {
        #expect(try pass(.facets(nil)).sieve == Array("facets:*".utf8))
        #expect(try pass(.search, raised: ["version:search"]).sieve == Array("search:*".utf8))
        #expect(
            try pass(.facets(nil), raised: ["version:search"]).sieve == nil)
        #expect(try !pass(.trending).isNeeded && !pass(.search).isNeeded)
    }

    /// Another client fills and empties the database while SCAN runs, so that Redis resizes its table and
    /// repeats keys: what was there all the time is found, once, and exactly the list goes.
    @Test func whatIsThereAllTheTimeIsFoundWhileTheTableIsResized() async throws {
        try await withRedis { server in
            try await server.set(0..<30_000, "facets:stays")
            let invalidator = server.invalidator(pace: .full)
            let plan = try invalidator.plan(.facets(nil))
            let churn = Task {
                let connection = try await RedisConnection.connect(to: server.endpoint)
                var rounds = 0
                while !Task.isCancelled {
                    for word in ["SET", "UNLINK"] {
                        let value = word == "SET" ? ["x"] : []
                        for start in stride(from: 0, to: 80_000, by: 4000) {
                            _ = try await connection.pipeline(
                                (start..<(start + 4000)).map {
                                    RedisCommand(
                                        arguments: ([word, "facets:comes\($0)"] + value).map {
                                            Array($0.utf8)
                                        })
                                })
                        }
                    }
                    rounds += 1
                }
                await connection.close()
                return rounds
            }
            let planned = try await invalidator.survey(plan).get()
            churn.cancel()
            _ = try? await churn.value
            let keys = planned.keys.map { String(decoding: $0, as: UTF8.self) }
            #expect(Set(keys).count == keys.count)
            #expect(keys.count { $0.hasPrefix("facets:stays") } == 30_000)
            // It was not still while SCAN ran, else this shows nothing.
            #expect(keys.contains { $0.hasPrefix("facets:comes") })
            try await server.run("FLUSHALL")
            try await server.set(0..<10, "facets:stays")
            try await server.run("SET facets:later x", "SET product:1 x")
            let record = await server.invalidator(pace: .full).carryOut(planned)
            #expect(record.outcome == .done && record.keysRemoved == 10, "\(record.message)")
            #expect(
                try await server.keys().sorted() == ["cachetop:audit", "facets:later", "product:1"])
        }
    }
}
