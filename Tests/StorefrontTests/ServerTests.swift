import Console
import Foundation
import Metrics
import NIOCore
import NIOHTTP1
import RedisClient
import TestSupport
import Testing

@testable import Storefront

@Suite(.tags(.redis, .http), .timeLimit(.minutes(5))) struct ServerTests {
    /// The GETs of the shop's API.
    static let guide: [(path: String, resource: String, key: String)] = [
        (
            "/api/search/prod?q=nike&category=shoes&minPrice=50&maxPrice=200&page=1&limit=20",
            "search", "search:[0-9a-f]{24}:v1"
        ),
        ("/api/product/123", "product", "product:123"),
        ("/api/category/shoes?page=1&limit=24", "category", "category:shoes:[0-9a-f]{24}:v1"),
        ("/api/facets?category=shoes", "facets", "facets:shoes"),
        ("/api/trending", "trending", "trending:products"),
        ("/api/inventory/123", "inventory", "inventory:123"),
    ]

    @Test(arguments: guide) func aMissThenAHitWithThePolicysHeaders(
        path: String, resource: String, key: String
    ) async throws {
        let row = try #require(CachePolicy.standard[resource])
        try await CatalogueFixture.with(products: 500) { made async throws in
            let catalogue = made.catalogue
            try await ServerFixture.with(catalogue) { shop async throws in
                let first = try await shop.get(path)
                let keys = try await shop.keys()
                let second = try await shop.get(path)
                #expect(first.status == 200 && second.status == 200)
                #expect([first.cache, second.cache] == ["MISS", "HIT"])
                #expect(first.body == second.body)
                for answer in [first, second] {
                    #expect(answer.headers["content-type"] == "application/json; charset=utf-8")
                    #expect(
                        answer.headers["cache-control"]
                            == "public, s-maxage=\(row.cdnSeconds ?? 0), "
                            + "stale-while-revalidate=\(row.swrSeconds ?? 0)")
                }
                #expect(keys.count == 1)
                let made = try #require(keys.first)
                #expect(made.wholeMatch(of: try Regex(key)) != nil, "\(made)")
                let left = try await shop.send("TTL", made).integerValue ?? 0
                #expect((Int64(row.ttlSeconds) - 5...Int64(row.ttlSeconds)).contains(left))
            }
        }
    }

    @Test func headersFollowWhateverThePolicySays() async throws {
        var policy = CachePolicy.standard
        policy.keyPrefix = "v2:"
        let product = try #require(policy.index(of: "product"))
        let trending = try #require(policy.index(of: "trending"))
        policy.resources[product].cdnSeconds = nil
        policy.resources[trending].swrSeconds = nil
        policy.resources[trending].cdnSeconds = 7
        try await ServerFixture.with(policy: policy) { shop async throws in
            let product = try await shop.get("/api/product/1")
            #expect(product.headers["cache-control"] == "private, no-store")
            let trending = try await shop.get("/api/trending")
            #expect(trending.headers["cache-control"] == "public, s-maxage=7")
            #expect(try await shop.keys() == ["v2:product:1", "v2:trending:products"])
        }
    }

    @Test func theOrderOfParametersMakesNoOtherKey() async throws {
        try await ServerFixture.with { shop async throws in
            let paths = [
                "?q=red+shoes&category=shoes&page=2", "?page=2&category=shoes&q=red%20shoes",
                "?utm_source=mail&category=shoes&q=%20RED++shoes&page=02",
                "?c%61tegory=shoes&q=red%20Shoes&page=2&limit=24",
            ]
            var caches: [String?] = []
            for path in paths {
                caches.append(try await shop.get("/api/search/prod\(path)").cache)
                await shop.shop.publisher.finish()
            }
            #expect(caches == ["MISS", "HIT", "HIT", "HIT"])
            #expect(try await shop.keys().count == 1)
        }
    }

    @Test func aKilledRedisIsBypassed() async throws {
        try await ServerFixture.with { shop async throws in
            #expect(try await shop.get("/api/product/1").cache == "MISS")
            await shop.server.kill()
            for path in Self.guide.map(\.path) {
                let answer = try await shop.get(path)
                #expect(answer.status == 200)
                #expect(answer.cache == "BYPASS")
            }
            try await shop.server.restart()
            #expect(await shop.shop.isConnected(within: .seconds(60)))
            #expect(try await shop.get("/api/product/1").cache == "MISS")
        }
    }

    @Test func headIsGetWithoutItsBody() async throws {
        try await ServerFixture.with { shop async throws in
            let get = try await shop.get("/api/product/1")
            await shop.shop.publisher.finish()
            let head = try await ServerFixture.send(.HEAD, shop.url + "/api/product/1")
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            #expect(head.cache == "HIT")
            for name in ["content-length", "content-type", "cache-control"] {
                #expect(head.headers[name] == get.headers[name])
            }
            let missing = try await ServerFixture.send(.HEAD, shop.url + "/nothing")
            #expect(missing.status == 404 && missing.body.isEmpty)
        }
    }

    @Test(arguments: [
        (HTTPMethod.POST, "/api/product/1", "GET, HEAD, OPTIONS"),
        (.DELETE, "/api/trending", "GET, HEAD, OPTIONS"),
        (.GET, "/api/revalidate", "POST, OPTIONS"), (.PUT, "/health", "GET, HEAD, OPTIONS"),
    ])
    func aWrongMethodIsToldTheRightOnes(
        method: HTTPMethod, path: String, allowed: String
    ) async throws {
        try await ServerFixture.with { shop async throws in
            let answer = try await ServerFixture.send(method, shop.url + path)
            #expect(answer.status == 405)
            #expect(answer.headers["allow"] == allowed)
            #expect(answer.headers["cache-control"] == "no-store")
            #expect(answer.json["error"] is String)
        }
    }

    @Test func aListThatIsNotThereIs404AndNotCached() async throws {
        try await CatalogueFixture.with(products: 500) { made async throws in
            let catalogue = made.catalogue
            try await ServerFixture.with(catalogue) { shop async throws in
                for path in ["/api/category/hovercraft", "/api/facets?category=hovercraft"] {
                    for _ in 1...2 {
                        let answer = try await shop.get(path)
                        #expect(answer.status == 404, "\(path)")
                        #expect(answer.cache == "MISS")
                        #expect(answer.headers["cache-control"] == "no-store")
                        #expect(answer.json["error"] is String)
                    }
                }
                #expect(try await shop.keys().isEmpty)
            }
        }
    }

    @Test(arguments: [
        (OriginError.failed("/var/lib/shop.sqlite is gone"), 503), (.deadline, 504),
    ])
    func aCatalogueThatFailsIsToldWithoutItsSecrets(error: OriginError, status: Int) async throws {
        let catalogue = ScriptedCatalogue(ScriptedOrigin { _ in .failure(error) })
        try await ServerFixture.with(catalogue) { shop async throws in
            let answer = try await shop.get("/api/product/1")
            #expect(answer.status == status)
            #expect(answer.cache == "MISS")
            #expect(answer.headers["retry-after"] == "1")
            #expect(answer.headers["cache-control"] == "no-store")
            #expect(!answer.body.contains("sqlite"))
            #expect(try await shop.events() == [["miss", "product:1"]])
        }
    }

    /// It minds no cancellation either.
    @Test func aCatalogueThatHangsHangsNobody() async throws {
        var options = Shop.Options()
        options.cache.loadDeadline = .milliseconds(300)
        let catalogue = HangingCatalogue()
        try await ServerFixture.with(catalogue, options: options) { shop async throws in
            let answer = try await shop.get("/api/product/1")
            #expect(answer.status == 504)
            #expect(answer.cache == "MISS")
        }
        catalogue.end()
    }

    @Test func viewsOfProductsReachTheCatalogue() async throws {
        let catalogue = ScriptedCatalogue(
            ScriptedOrigin { $0 == .product(id: "3") ? .failure(.notFound) : .success([123, 125]) })
        try await ServerFixture.with(catalogue) { shop async throws in
            for path in ["product/1", "product/1", "product/2", "inventory/1", "product/3"] {
                try await shop.get("/api/\(path)")
            }
            #expect(try await shop.get("/api/product/1").cache == "HIT")
        }
        // The rest at the latest when it ends.
        #expect(catalogue.views == ["1": 3, "2": 1])
    }

    /// As many as the client has connections.
    @Test func concurrentRequestsLoadOnce() async throws {
        let catalogue = ScriptedCatalogue(ScriptedOrigin(delay: .milliseconds(300)))
        try await ServerFixture.with(catalogue) { shop async throws in
            let caches = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 1...8 {
                    group.addTask { try await shop.get("/api/trending").cache }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(caches == Array(repeating: "MISS", count: 8))
            #expect(catalogue.loaded.count == 1)
        }
    }

    @Test func aBodyThatNobodyWantsIsRefused() async throws {
        try await ServerFixture.with { shop async throws in
            let answer = try await ServerFixture.send(
                .GET, shop.url + "/api/trending", body: "much")
            #expect(answer.status == 400)
            #expect(answer.headers["connection"] == "close")
            #expect(try await shop.get("/api/trending").status == 200)
        }
    }

    /// What is under way when it is told to stop is answered, and told; what is half asked is not.
    @Test func aStopAnswersWhatWasAsked() async throws {
        let catalogue = ScriptedCatalogue(ScriptedOrigin(delay: .milliseconds(500)))
        try await ServerFixture.with(catalogue) { shop async throws in
            let idle = try RawHTTP(shop.url)
            let half = try RawHTTP(shop.url)
            half.write("GET /api/trending HTTP/1.1\r\nHost:")
            async let answer = shop.get("/api/product/1")
            try await eventually { !catalogue.loaded.isEmpty }
            shop.stop.stop()
            #expect(await idle.readToEnd().isEmpty)
            #expect(await half.readToEnd().isEmpty)
            let given = try await answer
            #expect(given.status == 200 && given.cache == "MISS")
            #expect(try await shop.events() == [["miss", "product:1"], ["fill", "product:1"]])
            #expect(throws: (any Error).self) { try RawHTTP(shop.url) }
        }
    }
}
