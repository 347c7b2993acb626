import Foundation
import HTTPTypes
import Metrics
import RedisClient
import TestSupport
import Testing

@testable import Storefront

/// What shoppers send that they should not.
@Suite(.tags(.redis, .http), .timeLimit(.minutes(5))) struct ServerInputTests {
    @Test(arguments: [
        ("/api/category/shoes?page=0", "page"), ("/api/category/shoes?page=two", "page"),
        ("/api/category/shoes?page=1&page=1", "page"), ("/api/category/shoes?limit=101", "limit"),
        ("/api/search/prod?page=9999999999999999999999", "page"),
        ("/api/search/prod?page=", "page"), ("/api/search/prod?limit=-1", "limit"),
        ("/api/search/prod?minPrice=cheap", "minPrice"),
        ("/api/search/prod?maxPrice=1.999", "maxPrice"),
        ("/api/search/prod?maxPrice=%D9%A1", "maxPrice"),
        ("/api/search/prod?minPrice=10&maxPrice=9.99", "minPrice"),
        ("/api/search/prod?q=\(String(repeating: "x", count: 257))", "q"),
        ("/api/search/prod?q=\(String(repeating: "x", count: 5000))", "q"),
        ("/api/search/prod?category=\(String(repeating: "x", count: 129))", "category"),
        ("/api/search/prod?category=%FF", "category"), ("/api/facets", "category"),
        ("/api/facets?category=", "category"), ("/api/facets?category=a&category=b", "category"),
        ("/api/facets?category=\(String(repeating: "x", count: 129))", "category"),
        ("/api/product/\(String(repeating: "1", count: 129))", "id"), ("/api/product/%FF", "id"),
        ("/api/inventory/%C0%80", "id"), ("/api/category/%ED%A0%80", "slug"),
        ("/api/category/\(String(repeating: "s", count: 129))", "slug"),
        // What SQLite takes for the end of a text, and what else no name has.
        ("/api/category/shoes%00evil", "slug"), ("/api/category/%00", "slug"),
        ("/api/category/a%0D%0AFLUSHALL", "slug"), ("/api/category/a%7F", "slug"),
        ("/api/category/a%C2%85", "slug"), ("/api/facets?category=shoes%00evil", "category"),
        ("/api/search/prod?category=shoes%00evil", "category"), ("/api/product/7%00", "id"),
        ("/api/inventory/*%0D%0A", "id"),
    ])
    func aMalformedParameterIsNamed(path: String, parameter: String) async throws {
        try await ServerFixture.with { shop async throws in
            let answer = try await RawHTTP.get(path, of: shop.url)
            #expect(answer.status == 400)
            #expect(answer.json["parameter"] as? String == parameter)
            #expect((answer.json["error"] as? String)?.contains("'\(parameter)'") == true)
            #expect(answer.headers["cache-control"] == "no-store")
            #expect(answer.cache == nil)
            #expect(try await shop.events().isEmpty)
        }
    }

    /// Each is a question of its own, and none of them touches what others have in the cache.
    @Test func hostileTextsHaveKeysOfTheirOwn() async throws {
        let texts = [
            "a", "%00", "a%00", "a%0D%0AFLUSHALL", "*", "%7B%7D", ":v9", "product:1", "v1",
            "a;category=5:shoes;", "a%3Bpage=1:9", "%F0%9F%A7%A6", "%E2%80%AEa", "%FF", "%FFa",
            "a%", "a%4", "%25", "%2525", "'%20OR%201=1", "../../etc", "%22%2C%22",
            String(repeating: "y", count: 256),
        ]
        try await ServerFixture.with { shop async throws in
            _ = try await shop.send("MSET", "product:1", "mine", "version:search", "9", "a", "b")
            for text in texts {
                let answer = try await RawHTTP.get("/api/search/prod?q=\(text)", of: shop.url)
                #expect(answer.status == 200 && answer.cache == "MISS", "\(text)")
                await shop.shop.publisher.finish()
            }
            let refused = ["%FF", "%00", "%0D", "/"]
            for slug in texts.dropLast() where !refused.contains(where: slug.contains) {
                let answer = try await RawHTTP.get("/api/category/\(slug)", of: shop.url)
                #expect(answer.status == 200 && answer.cache == "MISS", "\(slug)")
                await shop.shop.publisher.finish()
            }
            let keys = try await shop.keys()
            let searches = keys.filter { $0.hasPrefix("search:") }
            #expect(searches.count == texts.count)
            let shape = try Regex("search:[0-9a-f]{24}:v9")
            #expect(searches.allSatisfy { $0.wholeMatch(of: shape) != nil })
            let others = keys.subtracting(searches).filter { !$0.hasPrefix("category:") }
            #expect(others == ["product:1", "version:search", "a"])
            #expect(try await shop.get("/api/product/1").body == "mine")
            #expect(try await shop.send("GET", "version:search").text == "9")
        }
    }

    /// Equal to Unicode, but two slugs; without Redis as well.
    @Test func textsThatUnicodeCallsEqualStayApart() async throws {
        let catalogue = ScriptedCatalogue(
            ScriptedOrigin(delay: .milliseconds(200)) { request in
                guard case .facets(let category) = request else { return .failure(.notFound) }
                return .success(Array("\(category.utf8.count)".utf8))
            })
        try await ServerFixture.with(catalogue) { shop async throws in
            await shop.server.kill()
            async let composed = shop.get("/api/facets?category=%C3%A9")
            async let decomposed = shop.get("/api/facets?category=e%CC%81")
            #expect(try await composed.body == "2")
            #expect(try await decomposed.body == "3")
        }
    }

    @Test(arguments: [
        "/", "/api", "/api/product", "/api/product/", "/api/product/1/2", "/api/product//",
        "/API/trending", "/api//trending", "/api/trending//", "/health/x", "*", "//",
        "/\(String(repeating: "a", count: 3000))",
    ])
    func unknownPathsAreNowhere(path: String) {
        let refusal = #expect(throws: Refusal.self) {
            try Route(method: .get, path: path, query: nil)
        }
        #expect(refusal?.status == .notFound)
    }

    @Test(arguments: ["/api/trending", "/api/search/prod", "/api/product/1", "/health"])
    func aSlashAtTheEndChangesNothing(path: String) throws {
        let (bare, slash) = (
            try Route(method: .get, path: path, query: nil),
            try Route(method: .get, path: path + "/", query: nil)
        )
        #expect(bare == slash)
        #expect(try Route(method: .post, path: "/api/revalidate/", query: nil) == .revalidate)
    }

    /// What is wrong with the line is said, not that there is a body.
    @Test(arguments: [("/api/nothing", 404), ("/api/trending", 405)])
    func aBodyHidesNoOtherMistake(path: String, status: Int) async throws {
        try await ServerFixture.with { shop async throws in
            let answer = try await shop.post("{}", to: path)
            #expect(answer.status == status)
            #expect(answer.headers["connection"] == "close")
        }
    }

    @Test(arguments: [
        ("a%20b+c", "a b c"), ("%e4%bd%a0", "\u{4f60}"), ("%", "%"), ("%4", "%4"), ("%zz", "%zz"),
        ("%%41", "%A"), ("%FF", "\u{fffd}"), ("%00", "\u{0}"),
    ])
    func escapesOfAQuery(text: String, expected: String) {
        #expect(PercentCoding.parameters("q=\(text)").first?.value == expected)
        #expect(PercentCoding.decode("+") == "+")
    }

    @Test func aSocketsPathIsAHost() {
        let address = ShopServer.Options.Address.unixSocket(path: "/tmp/a b.sock")
        #expect(address.url(port: nil) == "http+unix://%2Ftmp%2Fa%20b.sock")
        #expect(
            ShopServer.Options.Address.tcp(host: "::1", port: 0).url(port: 81) == "http://[::1]:81")
    }
}
