import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// Faults as real shops have them, on a real Redis: each is found, and said with what to do.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct RealShapesTests {
    private func options(_ server: RedisServer) -> LiveCacheOptions {
        LiveCacheOptions(endpoint: server.endpoint, interval: .milliseconds(250))
    }

    /// An API that looks these keys up, ten times a second, until it is cancelled.
    private func shop(_ server: RedisServer, _ keys: [String]) -> Task<Void, any Error> {
        Task {
            let connection = try await RedisConnection.connect(to: server.endpoint)
            let pairs = keys.flatMap { ["hit", $0] }
            while !Task.isCancelled {
                _ = try await connection.send(
                    RedisCommand(
                        arguments: (["XADD", "cache:events", "*"] + pairs).map { Array($0.utf8) }))
                try? await Task.sleep(for: .milliseconds(100))
            }
            await connection.close()
        }
    }

    private func finding(_ rule: FindingRule, _ watch: Watch) -> Finding? {
        rule.findings(in: watch.snapshot()).first
    }

    /// The API reads its counter once, so raising it invalidates nothing.
    @Test func keysThatNeverCarryTheBumpedVersion() async throws {
        try await withRedis { server in
            try await server.run(
                "SET version:search 7", "SET search:a:v7 x EX 30", "SET search:b:v7 x EX 30")
            let shop = shop(server, ["search:a:v7", "search:b:v7", "search:a:v7"])
            defer { shop.cancel() }
            try await watching(options(server)) { watch in
                await watch.until { $0.received > 10 && $0.samples.count > 3 }
                #expect(watch.snapshot().drift.isEmpty)
                try await server.run(
                    "INCR version:search", "XADD cache:events * bump version:search")
                await watch.until { finding(.counterDrift, $0) != nil }
                let found = try #require(finding(.counterDrift, watch))
                #expect(found.severity == .critical && found.subject == "version:search")
                #expect(
                    found.message.contains("version:search is 8, but no key of search carries v8"))
                #expect(found.advice.hasPrefix("Let the API read version:search for each request"))
                #expect(watch.snapshot().alert(.counterDrift)?.severity == .critical)
            }
        }
    }

    /// Keys without any version: raising the counter touches none of them.
    @Test func keysThatCarryNoVersionAtAll() async throws {
        try await withRedis { server in
            try await server.run("SET version:global 3", "SET category:shoes x EX 300")
            let shop = shop(server, ["category:shoes", "category:hats"])
            defer { shop.cancel() }
            try await watching(options(server)) { watch in
                await watch.until { $0.received > 10 && $0.samples.count > 3 }
                try await server.run("INCR version:global")
                await watch.until { finding(.counterDrift, $0) != nil }
                #expect(watch.snapshot().drift.map(\.kind) == [.keysWithoutGeneration])
                #expect(finding(.counterDrift, watch)?.severity == .info)
            }
        }
    }

    @Test func warmKeysWithTenTimesThePolicysTTL() async throws {
        try await withRedis { server in
            try await server.run(
                (0..<300).map { bytes("SET", "product:\($0)", "x", "EX", "60") }
                    + (0..<50).map { bytes("SET", "product:\(90_001 + $0)", "x", "EX", "600") })
            try await watching(options(server)) { watch in
                await watch.until {
                    $0.snapshot().alert(.keysOverTTL)?.value == 50
                        && $0.surveys.last?.isComplete == true
                }
                let found = try #require(finding(.keysOverPolicy, watch))
                #expect(found.resource == "product" && found.severity == .warning)
                #expect(found.message.contains("its policy says 60 s: 50 keys, such as product:9"))
                #expect(found.advice.contains("most likely a warm script: 300 others keep"))
            }
        }
    }

    /// "Clear everything" of a home-made script: counters and stream go with the copies, and the API counts
    /// from 1 again, where old copies may still be read.
    @Test func aGlobalInvalidationThatDeletesCountersAndStream() async throws {
        try await withRedis { server in
            try await server.run(
                (0..<200).map { bytes("SET", "product:\($0)", "x", "EX", "60") }
                    + [bytes("SET", "version:search", "128"), bytes("SET", "version:global", "9")])
            let shop = shop(server, ["product:1", "search:a:v128"])
            defer { shop.cancel() }
            try await watching(options(server)) { watch in
                await watch.until { $0.received > 10 && $0.samples.count > 3 }
                let before = watch.received
                try await server.run([
                    bytes("DEL", "version:search", "version:global", "cache:events")
                        + (0..<200).map { Array("product:\($0)".utf8) }
                ])
                // The API goes on publishing: the stream is another one, read from its beginning.
                await watch.until { $0.status.resets == 1 && $0.received > before + 4 }
                await watch.until { $0.snapshot().drift.count == 2 }
                let drift = watch.snapshot().drift
                #expect(drift.allSatisfy { $0.kind == .counterMissing })
                #expect(drift.compactMap(\.formerValue).sorted() == [9, 128])
                #expect(drift.first { $0.counter == "version:search" }?.severity == .critical)
                let found = try #require(finding(.counterDrift, watch))
                #expect(found.advice.contains("above every version that was in use"))
                #expect(watch.snapshot().alert(.streamRestarted) != nil)
            }
        }
    }
}
