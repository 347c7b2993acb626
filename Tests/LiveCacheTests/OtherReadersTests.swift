import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// Other watchers' look-ups, told from the shop's and from our own by commandstats.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct OtherReadersTests {
    @Test func othersCallsAreToldFromOurOwn() async throws {
        try await withRedis { server in
            try await server.run("SET product:1 x", "SET product:2 x")
            let own = OwnLookups()
            let connection = try await RedisConnection.connect(to: server.endpoint)
            var poller = InfoPoller(
                policy: .standard, own: own, clock: ServerClock(), commandStatsEvery: 0)
            let first = try await poller.look(.one(connection))
            let batch = SweepBatch(
                keys: bytes("product:1", "product:2", "product:3"), asksPTTL: true,
                asksMemory: true, cursor: nil, count: 0, own: own)
            _ = try await batch.ask(connection)
            try await server.run(
                "TTL product:1", "PTTL product:1", "OBJECT ENCODING product:1", "GET product:1")
            let second = try await poller.look(.one(connection))
            let before = try #require(first.readerCalls)
            let after = try #require(second.readerCalls)
            #expect(after.own - before.own == 3 && after.all - before.all == 6)
            await connection.close()
        }
    }

    @Test func commandStatsAreAskedNowAndThen() async throws {
        try await withRedis { server in
            let connection = try await RedisConnection.connect(to: server.endpoint)
            var poller = InfoPoller(policy: .standard, own: OwnLookups(), clock: ServerClock())
            var samples: [Sample] = []
            for _ in 0..<5 { samples.append(try await poller.look(.one(connection))) }
            #expect(samples.map { $0.readerCalls != nil } == [true, false, false, false, false])
            await connection.close()
        }
    }

    /// Another dashboard sweeps while the shop reads: the share is in the snapshot.
    @Test func aSnapshotTellsOtherReaders() async throws {
        try await withRedis { server in
            try await server.fillWithAShop()
            let others = Task {
                while !Task.isCancelled {
                    try await server.run(
                        Array(repeating: bytes("PTTL", "product:1"), count: 300)
                            + Array(repeating: bytes("GET", "product:1"), count: 100))
                }
            }
            let snapshot = try await takeSnapshot(LiveCacheOptions(endpoint: server.endpoint))
            others.cancel()
            _ = try? await others.value
            let share = try #require(snapshot.server.otherReadersRatio)
            #expect(share > 0.6 && share < 0.9, "\(share)")
        }
    }
}
