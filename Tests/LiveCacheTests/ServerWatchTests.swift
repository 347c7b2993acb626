import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// Looks, counters and the ledger of own look-ups.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct ServerWatchTests {
    @Test func theDocumentedUserCanWatch() async throws {
        let rules = try ReadMe.watchingRules()
        let options = RedisServer.Options { $0.users = ["w on >secret resetkeys -@all \(rules)"] }
        try await withRedis(options) { server in
            try await server.run(
                "SET product:1 x EX 50", "SET version:search 7", "XADD cache:events * hit product:1"
            )
            let options = LiveCacheOptions(
                endpoint: server.endpoint(user: "w"), interval: .milliseconds(200))
            try await watching(options) { watch in
                await watch.until {
                    $0.received == 1 && $0.surveys.last?.isComplete == true && $0.samples.count > 2
                }
                let snapshot = watch.snapshot()
                #expect(snapshot.unavailable.isEmpty, "\(snapshot.unavailable)")
                #expect(snapshot.versions.map(\.value) == [7, nil])
                #expect(snapshot.resources[1].keys == 1)
            }
            let snapshot = try await takeSnapshot(options)
            #expect(snapshot.unavailable.isEmpty)
        }
    }

    @Test func ownLookupsAreNoTraffic() async throws {
        try await withRedis { server in
            try await server.run(
                "SET product:1 x", "SET version:search 7", "XADD cache:events * hit product:1")
            let options = LiveCacheOptions(endpoint: server.endpoint, interval: .milliseconds(100))
            try await watching(options) { watch in
                await watch.until { $0.surveys.last?.isComplete == true && $0.samples.count == 25 }
                for window in watch.snapshot().server.windows { #expect(window.hitRate == nil) }
                let first = try #require(watch.samples.first)
                let last = try #require(watch.samples.last)
                #expect(last.ownLookups.lookups > first.ownLookups.lookups)
                for _ in 0..<3 { try await server.run("GET product:1") }
                try await server.run("GET product:2")
                // Looks that were made before them may wait to be taken in.
                await watch.until {
                    $0.snapshot().server.windows.allSatisfy { $0.hitRate == 0.75 }
                }
            }
        }
    }

    /// The ledger and the server agree to the last look-up, over every collector.
    @Test func theLedgerIsExact() async throws {
        try await withRedis { server in
            try await server.run(
                "SET product:1 x", "SET product:2 x PX 1", "LPUSH version:search 1")
            let own = OwnLookups()
            let clock = ServerClock()
            let connection = try await RedisConnection.connect(to: server.endpoint)
            func counted() async throws -> HitCounts {
                let info = InfoReply(
                    try await connection.send(RedisCommand("INFO", "stats")).bytes ?? [])
                return HitCounts(
                    hits: info.count("keyspace_hits") ?? 0,
                    misses: info.count("keyspace_misses") ?? 0)
            }
            var poller = InfoPoller(policy: .standard, own: own, clock: clock)
            _ = try await poller.look(.one(connection))
            #expect(own.reading.counts == (try await counted()))
            _ = try await poller.look(.one(connection))
            let batch = SweepBatch(
                keys: [Array("product:1".utf8), Array("product:2".utf8)], asksPTTL: true,
                asksMemory: true, cursor: Array("0".utf8), count: 10, own: own)
            _ = try await batch.ask(connection)
            #expect(own.reading.counts == (try await counted()))
            for content in ["", "XADD cache:events * hit product:1", "DEL cache:events"] {
                if !content.isEmpty { try await server.run(content) }
                var tail = StreamTail(
                    keys: ["cache:events"], since: nil,
                    intake: EventIntake(
                        grammar: KeyGrammar(policy: .standard), source: .stream(key: "cache:events")
                    ),
                    own: own, clock: clock, bell: Bell())
                // The second pass knows whether there is a stream.
                try await tail.readToEnd(connection)
                let before = own.reading.counts
                let beforeServer = try await counted()
                try await tail.readToEnd(connection)
                let entered = own.reading.counts.lookups - before.lookups
                #expect(entered == (try await counted()).lookups - beforeServer.lookups)
            }
            await connection.close()
        }
    }

    @Test func countersThatAreNone() async throws {
        try await withRedis { server in
            try await server.run("SET version:search abc")
            let options = LiveCacheOptions(endpoint: server.endpoint, interval: .milliseconds(100))
            try await watching(options) { watch in
                await watch.until { $0.samples.last?.counters != nil }
                let readings = try #require(watch.samples.last?.counters)
                #expect(readings[1] == .absent)
                guard case .unusable(let why) = readings[0] else {
                    Issue.record("\(readings)")
                    return
                }
                #expect(why.contains("No integer but \"abc\""))
                try await server.run(
                    "DEL version:search", "LPUSH version:search 1", "SET version:global 9")
                await watch.until {
                    guard case .unusable(let why) = $0.samples.last?.counters?[0] else {
                        return false
                    }
                    return why.contains("A list") && $0.samples.last?.counters?[1] == .value(9)
                }
                try await server.run("DEL version:search", "SET version:search 4")
                await watch.until { $0.samples.last?.counters?[0] == .value(4) }
            }
        }
    }

    @Test func aRefusedCommandIsNotSentAgain() async throws {
        let users = RedisServer.Options { $0.users = ["u on >secret ~* +@all -info"] }
        try await withRedis(users) { server in
            let options = LiveCacheOptions(
                endpoint: server.endpoint(user: "u"), interval: .milliseconds(100))
            try await watching(options) { watch in
                await watch.until { $0.samples.count == 8 }
                let info = InfoReply(
                    try await server.run("INFO commandstats").bytes ?? [])
                // INFO and INFO commandstats, once each.
                #expect(info[field: "cmdstat_info"]?.contains("rejected_calls=2") != false)
                let refused = watch.snapshot().unavailable.filter { $0.state == .refused }
                #expect(refused.map(\.what) == ["server", "memory", "server.otherReadersRatio"])
                #expect(watch.samples.last?.counters == [.absent, .absent])
            }
        }
    }

    @Test func aFrozenServerIsLostAndComesBack() async throws {
        try await withRedis { server in
            let options = LiveCacheOptions(endpoint: server.endpoint, interval: .milliseconds(100))
            try await watching(options) { watch in
                await watch.until { $0.samples.count == 2 }
                server.freeze()
                await watch.until { if case .lost = $0.link { true } else { false } }
                server.thaw()
                watch.cache.retryNow()
                let count = watch.samples.count
                await watch.until { $0.link == .live && $0.samples.count > count }
            }
        }
    }
}
