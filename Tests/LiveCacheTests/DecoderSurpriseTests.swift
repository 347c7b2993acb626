import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// What the stream's own decoder does not take, hiredis reads from where it stopped: nothing is lost and
/// nothing is counted twice.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct DecoderSurpriseTests {
    private static let entries = 3000

    /// A stream whose fifth entry comes without its line end: hiredis reads past what stands there.
    private func withDamagedStream(
        _ body: (RedisEndpoint) async throws -> Void
    ) async throws {
        try await withRedis { server in
            try await server.run(
                (0..<Self.entries).map {
                    ["XADD", "cache:events", "*", "hit", $0 == 5 ? "product:odd" : "product:1"]
                        .map { Array($0.utf8) }
                })
            let damage: @Sendable (inout [UInt8]) -> Void = { bytes in
                if let place = bytes.ranges(of: Array("product:odd\r\n".utf8)).first {
                    bytes[place.upperBound - 2] = UInt8(ascii: "X")
                }
            }
            try await HangingUpProxy.serve(server.socketPath, change: damage) { port in
                try await body(try RedisEndpoint(parsing: "redis://127.0.0.1:\(port)"))
            }
        }
    }

    @Test func aSnapshotCountsAll() async throws {
        try await withDamagedStream { endpoint in
            let snapshot = try await takeSnapshot(LiveCacheOptions(endpoint: endpoint, since: nil))
            #expect(snapshot.resources[1].hits == UInt64(Self.entries))
        }
    }

    @Test func theDashboardGoesOn() async throws {
        try await withDamagedStream { endpoint in
            try await watching(LiveCacheOptions(endpoint: endpoint, since: nil)) { watch in
                await watch.until {
                    $0.received >= UInt64(Self.entries) && $0.status.problem == nil
                }
                #expect(watch.received == UInt64(Self.entries))
                #expect(watch.status.gaps == 0 && watch.status.resets == 0)
            }
        }
    }
}
