import Foundation
import Metrics
import NIOHTTP1
import RedisClient
import TestSupport
import Testing

@testable import Storefront

@Suite(.tags(.redis, .http), .timeLimit(.minutes(5))) struct RateLimitTests {
    private func with<Result: Sendable>(
        perSecond: Double, burst: Int,
        _ body: @escaping @Sendable (TokenBucket, ShopFixture) async throws -> Result
    ) async throws -> Result {
        try await ShopFixture.with { shop async throws in
            try await body(
                TokenBucket(
                    link: shop.shop.link, prefix: "ratelimit:test:", perSecond: perSecond,
                    burst: burst), shop)
        }
    }

    @Test func redisKnowsTheScriptByItsHash() async throws {
        try await with(perSecond: 1, burst: 1) { _, shop async throws in
            #expect(
                try await shop.send("SCRIPT", "LOAD", TokenBucket.script).text == TokenBucket.hash)
        }
    }

    @Test func aBucketEmptiesAndFillsByTheServersClock() async throws {
        try await with(perSecond: 20, burst: 5) { bucket, shop async throws in
            #expect(try await bucket.take(3, of: "a") == .init(tokens: 3, retryAfter: .zero))
            _ = try await shop.send("SCRIPT", "FLUSH")
            #expect(try await bucket.take(3, of: "a").tokens == 2)
            let empty = try await bucket.take(1, of: "a")
            #expect(empty.tokens == 0)
            #expect((.milliseconds(1)...(.milliseconds(50))).contains(empty.retryAfter))
            #expect(try await bucket.take(5, of: "b").tokens == 5)
            try await Task.sleep(for: empty.retryAfter)
            #expect(try await bucket.take(1, of: "a").tokens == 1)
            let life = try await shop.send("PTTL", "ratelimit:test:a").integerValue ?? 0
            #expect((1000...1300).contains(life))
        }
    }

    @Test func aBucketIsNeverMoreThanFull() async throws {
        try await with(perSecond: 1000, burst: 3) { bucket, _ async throws in
            #expect(try await bucket.take(1, of: "a").tokens == 1)
            try await Task.sleep(for: .milliseconds(50))
            #expect(try await bucket.take(100, of: "a").tokens == 3)
        }
    }

    /// Two instances, one limit: what the one lets through the other does not.
    @Test func revalidationsAreCountedOverAllInstances() async throws {
        try await withRedis { server in
            try await ServerFixture.with(ScriptedCatalogue(), on: server) { one async throws in
                try await ServerFixture.with(ScriptedCatalogue(), on: server) { two async throws in
                    var statuses: [Int] = []
                    for number in 1...12 {
                        let shop = number.isMultiple(of: 2) ? one : two
                        // Guesses count as well.
                        let answer = try await shop.post("{\"secret\":\"guess\"}")
                        statuses.append(answer.status)
                        if answer.status == 429 {
                            let wait = Int(answer.headers["retry-after"] ?? "") ?? 0
                            #expect((1...6).contains(wait))
                            #expect(answer.headers["cache-control"] == "no-store")
                        }
                    }
                    #expect(statuses == Array(repeating: 401, count: 10) + [429, 429])
                    let right = try await two.revalidate(["type": "search"])
                    #expect(right.status == 429)
                    #expect(try await one.keys().isEmpty)
                }
            }
        }
    }

    @Test func shoppersHaveALimitOverAllInstances() async throws {
        let limit: @Sendable (inout ShopServer.Options) -> Void = { $0.rateLimit = 5 }
        try await withRedis { server in
            try await ServerFixture.with(ScriptedCatalogue(), on: server, change: limit) { one in
                try await ServerFixture.with(ScriptedCatalogue(), on: server, change: limit) {
                    two in
                    var statuses: [Int] = []
                    let start = ContinuousClock.now
                    for number in 1...60 {
                        let shop = number.isMultiple(of: 2) ? one : two
                        let answer = try await shop.get("/api/trending")
                        statuses.append(answer.status)
                        if answer.status == 429 {
                            #expect(answer.headers["retry-after"] == "1")
                            #expect(answer.cache == nil)
                        }
                    }
                    let seconds = (ContinuousClock.now - start) / .seconds(1)
                    let passed = statuses.filter { $0 == 200 }.count
                    #expect(statuses.prefix(8).allSatisfy { $0 == 200 })
                    #expect(passed <= 10 + Int(5 * seconds) + 1, "\(passed) in \(seconds) s")
                    #expect(Set(statuses) == [200, 429])
                    #expect(try await one.get("/health").status == 200)
                    // It comes back.
                    let due = ContinuousClock.now + .seconds(60)
                    while try await one.get("/api/trending").status == 429, .now < due {
                        try await Task.sleep(for: .milliseconds(50))
                    }
                    #expect(ContinuousClock.now < due)
                }
            }
        }
    }

    /// A lease is a hundredth of the bucket: 40 requests by default.
    @Test func aRequestCostsNoRoundTrip() async throws {
        try await ServerFixture.with { shop async throws in
            for _ in 1...200 { #expect(try await shop.get("/api/trending").status == 200) }
            let info = try await shop.send("INFO", "commandstats").text ?? ""
            let calls = info.split(whereSeparator: \.isNewline)
                .filter { $0.hasPrefix("cmdstat_eval") }
                .compactMap { line in
                    line.split(separator: "=").dropFirst().first?.split(separator: ",").first
                        .flatMap { Int($0) }
                }.reduce(0, +)
            // The first one by name and by text; a slow run loses what is left of a lease.
            #expect((2...40).contains(calls), "\(calls)")
        }
    }

    @Test func withoutRedisShoppersPass() async throws {
        let limit: @Sendable (inout ShopServer.Options) -> Void = { $0.rateLimit = 1 }
        try await ServerFixture.with(change: limit) { shop async throws in
            await shop.server.kill()
            for _ in 1...20 { #expect(try await shop.get("/api/trending").status == 200) }
        }
    }

    @Test func noLimitAsksNobody() async throws {
        let limit: @Sendable (inout ShopServer.Options) -> Void = { $0.rateLimit = 0 }
        try await ServerFixture.with(change: limit) { shop async throws in
            for _ in 1...30 { #expect(try await shop.get("/api/trending").status == 200) }
            #expect(try await shop.send("KEYS", "ratelimit:*").elements == [])
        }
    }

    @Test(arguments: [
        (true, "9.9.9.9, 1.2.3.4", "1.2.3.4"), (true, "1.2.3.4,  2001:DB8::0:1 ", "2001:db8::/64"),
        (true, "2001:db8:0:0:ffff:1:2:3", "2001:db8::/64"),
        (true, "2001:db8:0:1::1", "2001:db8:0:1::/64"), (true, "::ffff:1.2.3.4", "1.2.3.4"),
        (true, "1.2.3.4, evil", "127.0.0.1"), (true, "*", "127.0.0.1"),
        (false, "1.2.3.4", "127.0.0.1"), (true, "", "127.0.0.1"),
    ])
    func aClientIsWhomTheProxySaw(trusts: Bool, header: String, expected: String) async throws {
        let change: @Sendable (inout ShopServer.Options) -> Void = { $0.trustsProxy = trusts }
        try await ServerFixture.with(change: change) { shop async throws in
            try await shop.get("/api/trending", headers: ["X-Forwarded-For": header])
            let keys = try await shop.send("KEYS", "ratelimit:*").elements ?? []
            #expect(keys.compactMap(\.text) == ["ratelimit:shop:\(expected)"])
        }
    }
}
