import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct KeyspaceSweepTests {
    private let grammar = KeyGrammar(policy: .standard)

    private func sweep(
        _ server: RedisServer, speed: KeyspaceSweep.Speed = .full
    ) async throws -> KeyspaceSurvey {
        try await RedisConnection.withConnection(to: server.endpoint) { connection in
            var sweep = KeyspaceSweep(
                grammar: grammar, own: OwnLookups(), clock: ServerClock(), speed: speed)
            let survey = try await sweep.sweep(.one(connection), databaseKeys: nil)
            #expect(sweep.problems.isEmpty)
            return try #require(survey)
        }
    }

    @Test func everyClassOfKeyIsFound() async throws {
        try await withRedis { server in
            try await server.run(
                "SET search:nike:{}:newest:p1:v3 x EX 20", "SET search:a:v2 x EX 10",
                "SET product:1 x EX 100", "SET product:2 x", "SET category:shoes x EX 60",
                "SET category:shoes:h:v1 x EX 60", "SET facets x EX 5",
                "SET trending:products x EX 900",
                "SADD inventory:9 1", "SET session:1 x", "SET version:search 3",
                "SET version:other 3",
                "XADD cache:events * hit product:1", "SET cachetop:audit x")
            try await server.run([
                [Array("SET".utf8), Array("product:".utf8) + [0xFF, 0xFE, 0], [120]],
                [Array("SET".utf8), Array("product:".utf8) + [27, 91, 50, 74], [120]],
                [Array("SET".utf8), [0x80], [120]],
            ])
            let survey = try await sweep(server)
            #expect(survey.slots.map(\.keys) == [2, 4, 2, 1, 1, 1, 2])
            #expect(survey.slots.map(\.measured) == [2, 4, 2, 1, 1, 1, 2])
            #expect(survey.counters == 2)
            #expect(survey.own == 2)
            #expect(survey.isComplete && survey.isDistinct)
            #expect(survey.slots[1].ttl.withoutExpiry == 3)
            #expect(survey.slots[1].ttl.overPolicy == 1)
            #expect(survey.slots[0].generations.keys.sorted() == [2, 3])
            #expect(survey.examples.contains([0x80]))
        }
    }

    /// A table that shrinks while it is scanned makes SCAN repeat itself.
    @Test func repeatsAndExpiredKeysAreCountedOnce() async throws {
        try await withRedis { server in
            var commands = (0..<4000).map { bytes("SET", "product:\($0)", "x", "EX", "100") }
            commands += (0..<500).map { bytes("SET", "facets:\($0)", "x", "PX", "1") }
            try await server.run(commands)
            // The table grows and shrinks under the cursor: SCAN returns buckets again.
            let growing = Task {
                for round in 0..<40 {
                    let part = (0..<500).map { bytes("SET", "session:\(round):\($0)", "x") }
                    try await server.run(part)
                }
                for round in 0..<40 {
                    try await server.run(
                        (0..<500).map { bytes("UNLINK", "session:\(round):\($0)") })
                }
            }
            let survey = try await sweep(server, speed: .budget { 8000 })
            try await growing.value
            #expect(survey.slots[1].keys == 4000)
            #expect(survey.slots[3].keys == 0)
        }
    }

    @Test func aKeyThatScanRepeatsIsFreshOnce() {
        var seen: Set<Int>? = []
        let keys = bytes("a", "b", "a")
        #expect(KeyspaceSweep.fresh(keys, &seen) == bytes("a", "b"))
        #expect(KeyspaceSweep.fresh(bytes("b", "c"), &seen) == bytes("c"))
        // Beyond the limit the set is given up, and every key counts.
        let many = (0...KeyspaceSurvey.exactLimit).map { Array("\($0)".utf8) }
        #expect(KeyspaceSweep.fresh(many, &seen).count == many.count)
        #expect(seen == nil)
        #expect(KeyspaceSweep.fresh(keys, &seen) == keys)
    }

    @Test func aBudgetIsKept() async throws {
        try await withRedis { server in
            try await server.run((0..<1000).map { bytes("SET", "product:\($0)", "x") })
            let survey = try await sweep(server, speed: .budget { 2000 })
            #expect(survey.slots[1].keys == 1000)
            #expect(survey.seconds > 0.4)
        }
    }

    @Test func keysThatAreKeptFromUsAreCounted() async throws {
        let users = RedisServer.Options { $0.users = ["u on >secret %R~product:* +@all"] }
        try await withRedis(users) { server in
            try await server.run("SET product:1 x EX 60", "SET facets:1 x", "SET facets:2 x")
            let options = LiveCacheOptions(endpoint: server.endpoint(user: "u"), events: .none)
            try await watching(options) { watch in
                await watch.until { $0.surveys.last?.isComplete == true }
                #expect(watch.surveys.last?.refused == 2)
                #expect(watch.surveys.last?.slots[3].keys == 2)
                #expect(watch.surveys.last?.slots[1].measured == 1)
                #expect(watch.sweepProblems.isEmpty)
                let problem = watch.snapshot().unavailable.first { $0.what == "resources[].ttl" }
                #expect(problem?.why.contains("2 keys") == true && problem?.state == .refused)
            }
        }
    }

    @Test func beyondTheExactLimitItIsAnEstimate() async throws {
        let debug = RedisServer.Options { $0.arguments = ["--enable-debug-command", "yes"] }
        try await withRedis(debug) { server in
            try await server.run("DEBUG POPULATE 110000 product 8")
            let survey = try await sweep(server)
            #expect(!survey.isDistinct)
            #expect(survey.slots[1].keys >= 110_000)
        }
    }

    @Test func sweepNowSkipsThePause() async throws {
        try await withRedis { server in
            try await server.run("SET product:1 x")
            try await watching(LiveCacheOptions(endpoint: server.endpoint, events: .none)) {
                watch in
                await watch.until { $0.surveys.last?.slots[1].keys == 1 }
                try await server.run("SET product:2 x")
                watch.cache.sweepNow()
                let began = ServerClock.monotonicSeconds()
                await watch.until { $0.surveys.last?.slots[1].keys == 2 }
                #expect(ServerClock.monotonicSeconds() - began < Sweeper.shortestPause - 1)
            }
        }
    }
}
