import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// A stream with entries of a megabyte: a reply of XREAD has 64 MiB at most.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct LongEntriesTests {
    private func fill(_ server: RedisServer, short: Int, long: Int) async throws {
        let text = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        let add = ["XADD", "cache:events", "*"].map { Array($0.utf8) }
        try await server.run(
            (0..<short).map { _ in add + ["hit", "product:1"].map { Array($0.utf8) } })
        for _ in 0..<long { try await server.run([add + [Array("note".utf8), text]]) }
    }

    @Test func aPurgeAndASnapshotDoNotFailByThem() async throws {
        try await withRedis { server in
            try await fill(server, short: 0, long: 70)
            try await server.run("SET product:1 x")
            let invalidator = server.invalidator()
            let plan = try invalidator.plan(.products([Array("1".utf8)]))
            let record = await invalidator.carryOut(try await invalidator.survey(plan).get())
            #expect(record.outcome == .done && record.keysRemoved == 1, "\(record.message)")
            let snapshot = try await takeSnapshot(LiveCacheOptions(endpoint: server.endpoint))
            // With what the purge has published.
            #expect(snapshot.events.received > 70)
        }
    }

    /// Behind short ones a page is large: the next connection asks for less.
    @Test func theDashboardReadsOnBehindThem() async throws {
        try await withRedis { server in
            try await fill(server, short: 1500, long: 70)
            let options = LiveCacheOptions(endpoint: server.endpoint, interval: .milliseconds(200))
            try await watching(options) { watch in
                await watch.until { $0.received == 1570 }
                #expect(watch.received == 1570)
            }
        }
    }
}
