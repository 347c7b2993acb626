import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// A server that stops answering in the middle of a purge, by SIGSTOP.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct FrozenServerTests {
    @Test func aPurgeThatGetsNoAnswerIsNeverDone() async throws {
        try await withRedis { server in
            try await server.set(0..<2000, "facets:")
            let invalidator = server.invalidator(batch: 100)
            let scope = try InvalidationScope("pattern", arguments: [Array("facets:*".utf8)])
            let planned = try await invalidator.survey(invalidator.plan(scope)).get()
            let record = await invalidator.carryOut(planned) { _ in server.freeze() }
            server.thaw()
            #expect(record.outcome == .unknown, "\(record.message)")
            // What is in flight may still be carried out once the server goes on.
            let left = try await server.keys().count { $0.hasPrefix("facets:") }
            let removed = try #require(record.keysRemoved)
            #expect(removed > 0 && left > 0)
            #expect((removed...removed + 100).contains(UInt64(2000 - left)), "\(record.message)")
        }
    }
}
