import Foundation
import Metrics
import NIOCore
import RedisClient
import TestSupport
import Testing

@testable import Storefront

/// One client that takes all it can get: connections, time, the catalogue. The others are served.
///
/// Attacks of a second or two, from other addresses of this machine's loopback.
@Suite(.tags(.redis, .http), .timeLimit(.minutes(5))) struct CrowdingTests {
    private static func limits(
        _ connections: Int, _ own: Int? = nil
    ) -> @Sendable (inout ShopServer.Options) -> Void {
        {
            $0.connections = connections
            $0.connectionsPerClient = own
        }
    }

    /// Opens connections from an address and says this on each.
    private func occupy(
        _ shop: ServerFixture, _ count: Int, from address: String, saying text: String
    ) throws -> [RawHTTP] {
        try (1...count).map { _ in
            let connection = try RawHTTP(shop.url, from: address)
            connection.write(text)
            return connection
        }
    }

    private func isServed(_ shop: ServerFixture, _ path: String = "/api/trending") async throws {
        let start = ContinuousClock.now
        let connection = try RawHTTP(shop.url)
        #expect(try await connection.get(path).status == 200, "\(path)")
        #expect(.now - start < .seconds(3))
    }

    @Test(arguments: [
        "GET /api/trending HTTP/1.1\r\nHost:", "GET /api/trending HTTP/1.1\r\nHost: a\r\n\r\n", "",
        "POST /api/revalidate HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{",
    ])
    func oneAddressKeepsNobodyOut(text: String) async throws {
        try await ServerFixture.with(change: Self.limits(40)) { shop async throws in
            let held = try occupy(shop, 120, from: "127.0.0.2", saying: text)
            for _ in 1...5 { try await isServed(shop) }
            try await isServed(shop, "/health")
            // Its own address as well: what waits longest makes room.
            let own = try RawHTTP(shop.url, from: "127.0.0.2")
            #expect(try await own.get("/health").status == 200)
            withExtendedLifetime(held) {}
        }
    }

    /// As many addresses as it takes: a connection that only waits makes room.
    @Test(arguments: [
        "GET / HTTP/1.1\r\nX:",
        "POST /api/revalidate HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{",
    ])
    func manyAddressesKeepNobodyOut(text: String) async throws {
        try await ServerFixture.with(change: Self.limits(40)) { shop async throws in
            let held = try (2...11).flatMap {
                try occupy(shop, 10, from: "127.0.0.\($0)", saying: text)
            }
            for _ in 1...5 { try await isServed(shop) }
            withExtendedLifetime(held) {}
        }
    }

    /// All are at work: health checks and invalidations come through, others are told to come again.
    @Test func theReserveIsForHealthAndInvalidations() async throws {
        let catalogue = HangingCatalogue()
        var options = Shop.Options()
        options.cache.loadDeadline = .seconds(30)
        try await ServerFixture.with(
            catalogue, options: options, change: Self.limits(8, 8)
        ) { shop async throws in
            let held = try occupy(
                shop, 8, from: "127.0.0.2", saying: "GET /api/trending HTTP/1.1\r\nHost: a\r\n\r\n")
            try await Task.sleep(for: .milliseconds(300))
            let body = "{\"secret\":\"\(ServerFixture.secret)\",\"type\":\"search\"}"
            let purge = try RawHTTP(shop.url)
            purge.write(
                "POST /api/revalidate HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                    + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
            #expect(try await RawHTTP.answer(in: purge.readToEnd()).status == 200)
            #expect(try await RawHTTP.get("/health", of: shop.url).json["redis"] != nil)
            let refused = try await RawHTTP.get("/api/trending", of: shop.url)
            #expect(refused.status == 503 && refused.headers["retry-after"] == "1")
            #expect((refused.json["error"] as? String)?.hasPrefix("All connections") == true)
            withExtendedLifetime(held) {}
            catalogue.end()
        }
    }

    /// A byte now and then does not buy time.
    @Test(arguments: [
        ("GET /api/trending HTTP/1.1\r\nX: ", "x"),
        ("GET /health HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n", "x"),
        // Answered before its body; then empty lines, which may stand before a request.
        ("GET /health HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n", "\r\n"),
    ])
    func aRequestThatNeverEndsIsEnded(text: String, drop: String) async throws {
        let change: @Sendable (inout ShopServer.Options) -> Void = {
            $0.deadlines.head = .milliseconds(300)
            $0.deadlines.body = .milliseconds(300)
        }
        try await ServerFixture.with(change: change) { shop async throws in
            let start = ContinuousClock.now
            let connection = try RawHTTP(shop.url)
            connection.write(text)
            let drops = Task {
                while !Task.isCancelled {
                    connection.write(drop)
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
            _ = await connection.readToEnd()
            drops.cancel()
            #expect(.now - start < .seconds(5))
        }
    }

    @Test func whoSaysNothingIsHungUpOn() async throws {
        try await ServerFixture.with(change: {
            $0.deadlines.head = .milliseconds(300)
            $0.idleTimeout = .milliseconds(300)
        }) {
            shop async throws in
            let silent = try RawHTTP(shop.url)
            let slow = try RawHTTP(shop.url)
            slow.write("GET /api/trending HTTP/1.1\r\nHost:")
            #expect(await silent.readToEnd().isEmpty)
            #expect(await slow.readToEnd().isEmpty)
        }
    }

    // MARK: The catalogue's share

    /// 53 searches a second that match half of the catalogue: others' misses used to take 1.9 s.
    @Test func expensiveSearchesSlowNobodyElseDown() async throws {
        try await CatalogueFixture.with(products: 20_000) { catalogue async throws in
            let change: @Sendable (inout ShopServer.Options) -> Void = { $0.trustsProxy = true }
            try await ServerFixture.with(catalogue.catalogue, change: change) { shop async throws in
                let words = ["every", "day", "the", "for", "made", "years", "from", "that"]
                let attack = Task {
                    await withTaskGroup(of: Void.self) { group in
                        for number in 0..<106 where !Task.isCancelled {
                            let query = words.shuffled().prefix(4).joined(separator: "+")
                            group.addTask {
                                _ = try? await shop.get(
                                    "/api/search/prod?q=\(query)&page=\(number % 9 + 1)",
                                    headers: ["X-Forwarded-For": "192.0.2.66"])
                            }
                            try? await Task.sleep(for: .milliseconds(19))
                        }
                    }
                }
                try await Task.sleep(for: .milliseconds(300))
                var times: [Duration] = []
                for id in 1...60 {
                    let start = ContinuousClock.now
                    // Not by the client of the attack, which has few connections itself.
                    let answer = try await RawHTTP(shop.url).get("/api/product/\(id)")
                    times.append(.now - start)
                    #expect(answer.status == 200)
                }
                attack.cancel()
                await attack.value
                // Far below the load's deadline, which they ran into; the machine may be busy.
                #expect(times.sorted()[58] < .milliseconds(500), "\(times.sorted().suffix(3))")
            }
        }
    }

    @Test(arguments: [
        ("a b c d e f g h i j", true), ("a b c d e f g h i j k", false),
        ("a-b-c-d-e-f-g-h-i-j-k", false),
    ])
    func aSearchHasABoundedNumberOfWords(text: String, isGood: Bool) {
        let query = try? SearchQuery(parameters: [("q", text)])
        #expect((query != nil) == isGood)
    }

    @Test(arguments: [
        ("shoes", ["\"shoes\"*"]), ("t", ["\"t\""]), ("xl", ["\"xl\""]), ("t-sh", ["\"t-sh\""]),
        ("t-shirt", ["\"t-shirt\"*"]), ("\u{9774}", ["\"\u{9774}\"*"]),
    ])
    func onlyLongerWordsAreBeginnings(text: String, expected: [String]) {
        #expect(ProductFilter.words(of: text) == expected)
    }
}
