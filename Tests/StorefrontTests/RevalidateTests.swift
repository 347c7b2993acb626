import Foundation
import Metrics
import NIOHTTP1
import RedisClient
import TestSupport
import Testing

@testable import Storefront

@Suite(.tags(.redis, .http), .timeLimit(.minutes(5))) struct RevalidateTests {
    private static let keys = [
        "product:1", "inventory:1", "product:2", "product:11", "category:shoes",
        "category:shoes:aa:v1", "category:shoes:bb:v2", "category:shoestring:aa:v1", "search:aa:v1",
        "search:aa", "facets", "facets:shoes", "facets:hats", "trending:products", "cart:1",
        "version:global", "version:other", "cachetop:x",
    ]

    struct Case: Sendable, CustomTestStringConvertible {
        var members: [String: String]
        var gone: Set<String>
        var counters: [String: Int] = [:]
        var events: [String]
        var testDescription: String { members["type"] ?? "" }
    }

    @Test(arguments: [
        Case(
            members: ["type": "product", "id": "1"], gone: ["product:1", "inventory:1"],
            events: ["purge", "product:1", "purge", "inventory:1"]),
        Case(members: ["type": "product", "id": "*"], gone: [], events: []),
        Case(
            members: ["type": "category", "category": "shoes"],
            gone: ["category:shoes", "category:shoes:aa:v1", "category:shoes:bb:v2"],
            events: ["purge", "category:shoes", "purge-glob", "category:shoes:*"]),
        Case(
            members: ["type": "category", "category": "shoe*"], gone: [],
            events: []),
        Case(
            members: ["type": "search"], gone: [], counters: ["version:search": 8],
            events: ["bump", "version:search"]),
        Case(
            members: ["type": "global"],
            gone: [
                "product:1", "inventory:1", "product:2", "product:11", "category:shoes",
                "search:aa", "facets", "facets:shoes", "facets:hats", "trending:products",
            ], counters: ["version:global": 4, "version:search": 8],
            events: [
                "bump", "version:global", "bump", "version:search", "purge", "category:shoes",
                "purge", "facets", "purge", "search:aa", "purge", "trending:products",
                "purge-glob", "product:*", "purge-glob", "facets:*", "purge-glob",
                "trending:products:*", "purge-glob", "inventory:*",
            ]),
        Case(
            members: ["type": "facets", "category": "shoes"], gone: ["facets:shoes"],
            events: ["purge", "facets:shoes"]),
        Case(
            members: ["type": "facets"], gone: ["facets", "facets:shoes", "facets:hats"],
            events: ["purge", "facets", "purge-glob", "facets:*"]),
        Case(
            members: ["type": "trending"], gone: ["trending:products"],
            events: ["purge", "trending:products"]),
    ])
    func eachTypeRemovesExactlyWhatItSays(sample: Case) async throws {
        try await ServerFixture.with { shop async throws in
            for key in Self.keys { _ = try await shop.send("SET", key, "3") }
            _ = try await shop.send("SET", "version:search", "7")
            let before = try await shop.keys()
            let answer = try await shop.revalidate(sample.members)
            #expect(answer.status == 200, "\(answer.body)")
            #expect(answer.headers["cache-control"] == "no-store")
            #expect(answer.json["revalidated"] as? Bool == true)
            #expect(answer.json["type"] as? String == sample.members["type"])
            #expect(answer.json["keysRemoved"] as? Int == sample.gone.count)
            #expect(answer.json["counters"] as? [String: Int] == sample.counters)
            #expect(before.subtracting(try await shop.keys()) == sample.gone)
            for (counter, value) in sample.counters {
                #expect(try await shop.send("GET", counter).integerValue == Int64(value))
            }
            // SCAN finds keys in no order.
            #expect(
                Self.pairs(Array(try await shop.events().joined())) == Self.pairs(sample.events))
        }
    }

    private static func pairs(_ words: [String]) -> [String] {
        stride(from: 0, to: words.count - 1, by: 2).map { "\(words[$0]) \(words[$0 + 1])" }.sorted()
    }

    /// A missing counter means 1 to who reads it.
    @Test func aMissingCounterBecomesTwo() async throws {
        try await ServerFixture.with { shop async throws in
            let answer = try await shop.revalidate(["type": "search"])
            #expect(answer.json["counters"] as? [String: Int] == ["version:search": 2])
        }
    }

    @Test func theNextGetIsAMissAndSeesTheChange() async throws {
        try await CatalogueFixture.with(products: 500) { made async throws in
            let catalogue = made.catalogue
            try await ServerFixture.with(catalogue) { shop async throws in
                let old = try await shop.get("/api/product/7")
                _ = try await catalogue.carryOut(.price(id: 7, Money(cents: 1)))
                await shop.shop.publisher.finish()
                #expect(try await shop.get("/api/product/7").body == old.body)
                _ = try await shop.revalidate(["type": "product", "id": "7"])
                let new = try await shop.get("/api/product/7")
                #expect(new.cache == "MISS")
                #expect(new.body != old.body)
            }
        }
    }

    /// It began before and so may have read the old row: it answers those who waited, and that is it.
    @Test func aLoadUnderWayLeavesNoCopyBehind() async throws {
        let catalogue = ScriptedCatalogue(
            ScriptedOrigin(delay: .milliseconds(600), laterDelay: .milliseconds(1200)))
        try await ServerFixture.with(catalogue) { shop async throws in
            async let old = shop.get("/api/product/1")
            try await eventually { !catalogue.loaded.isEmpty }
            #expect(try await shop.revalidate(["type": "product", "id": "1"]).status == 200)
            async let new = shop.get("/api/product/1")
            try await eventually { catalogue.loaded.count == 2 }
            #expect(try await old.cache == "MISS")
            // The second load takes twice as long.
            #expect(try await shop.send("EXISTS", "product:1").integerValue == 0)
            #expect(try await new.cache == "MISS")
            #expect(try await shop.keys() == ["product:1"])
            let words = try await shop.events().joined()
            #expect(words.filter { $0 == "miss" }.count == 2)
            // One copy only: the second load's.
            #expect(words.filter { $0 == "fill" }.count == 1)
        }
    }

    @Test(arguments: [
        "{\"type\":\"search\"}", "{\"secret\":\"wrong\",\"type\":\"search\"}",
        "{\"secret\":\"\",\"type\":\"search\"}", "{\"secret\":1,\"type\":\"search\"}",
        "{\"secret\":\"\(ServerFixture.secret) \",\"type\":\"search\"}", "{}",
    ])
    func withoutTheSecretNothingIsDone(body: String) async throws {
        try await ServerFixture.with { shop async throws in
            let answer = try await shop.post(body)
            #expect(answer.status == 401)
            #expect(!answer.body.contains(ServerFixture.secret))
            #expect(try await shop.keys().isEmpty)
        }
    }

    @Test(arguments: [
        ("\"type\":\"all\"", "type"), ("\"type\":\"\"", "type"), ("\"type\":5", "type"),
        ("\"x\":1", "type"), ("\"type\":\"product\"", "id"),
        ("\"type\":\"product\",\"id\":7", "id"),
        ("\"type\":\"product\",\"id\":\"\"", "id"), ("\"type\":\"product\",\"id\":[]", "id"),
        ("\"type\":\"product\",\"id\":\"\(String(repeating: "9", count: 129))\"", "id"),
        ("\"type\":\"category\"", "category"),
        ("\"type\":\"category\",\"category\":null", "category"),
        ("\"type\":\"facets\",\"category\":3", "category"),
        ("\"type\":\"facets\",\"category\":\"\"", "category"),
    ])
    func aWrongMemberIsNamed(members: String, name: String) async throws {
        try await ServerFixture.with { shop async throws in
            let answer = try await shop.post("{\"secret\":\"\(ServerFixture.secret)\",\(members)}")
            #expect(answer.status == 400)
            #expect(answer.json["parameter"] as? String == name)
            #expect(try await shop.keys().isEmpty)
        }
    }

    @Test(arguments: [
        "", "x", "[]", "\"text\"", "{\"type\":\"search\"", "{\"secret\":\"x\" 1}",
        String(repeating: "[", count: 16_000),
    ])
    func whatIsNoObjectIsABadRequest(body: String) async throws {
        try await ServerFixture.with { shop async throws in
            #expect(try await shop.post(body).status == 400)
        }
    }

    @Test(arguments: [(16 * 1024, 200), (16 * 1024 + 1, 413), (200_000, 413), (2_000_000, 413)])
    func aBodyHasALimit(size: Int, status: Int) async throws {
        try await ServerFixture.with { shop async throws in
            var body = "{\"secret\":\"\(ServerFixture.secret)\",\"type\":\"search\"}"
            body += String(repeating: " ", count: size - body.utf8.count)
            // A client that still writes may see the end of the connection before the answer.
            let answer = try? await shop.post(body)
            if let answer {
                #expect(answer.status == status)
            } else {
                #expect(size > RevalidateEndpoint.patience)
            }
            #expect(try await shop.keys().isEmpty == (status != 200))
            #expect(try await shop.get("/api/trending").status == 200)
        }
    }

    @Test(arguments: [
        (nil, 200), ("https://shop.example", 200), ("HTTPS://Shop.Example", 200),
        ("https://evil.example", 403), ("https://shop.example.evil.example", 403), ("null", 403),
        ("http://shop.example", 403), ("", 403),
    ])
    func onlyPagesOfTheShopMayAsk(origin: String?, status: Int) async throws {
        let allow: @Sendable (inout ShopServer.Options) -> Void = {
            $0.allowedOrigins = Set(["https://shop.example"].compactMap(WebOrigin.init))
        }
        try await ServerFixture.with(change: allow) { shop async throws in
            let body = "{\"secret\":\"\(ServerFixture.secret)\",\"type\":\"search\"}"
            let answer = try await shop.post(body, headers: origin.map { ["Origin": $0] } ?? [:])
            #expect(answer.status == status)
            #expect(try await shop.keys().isEmpty == (status != 200))
        }
    }

    @Test func withoutRedisItIsNotDone() async throws {
        try await ServerFixture.with { shop async throws in
            await shop.server.kill()
            let answer = try await shop.revalidate(["type": "search"])
            #expect(answer.status == 503)
            #expect((answer.json["error"] as? String)?.hasPrefix("Not done") == true)
        }
    }

    @Test(arguments: [["SET", "version:search", "many"], ["LPUSH", "version:search", "1"]])
    func aCounterThatIsNoNumberIsNotDone(command: [String]) async throws {
        try await ServerFixture.with { shop async throws in
            _ = try await shop.redis.send(
                RedisCommand(arguments: command.map { Array($0.utf8) }))
            let answer = try await shop.revalidate(["type": "search"])
            #expect(answer.status == 409)
            #expect((answer.json["error"] as? String)?.hasPrefix("Not done") == true)
            let half = try await shop.revalidate(["type": "global"])
            // A part was done, and that is what it says.
            #expect(half.status == 502)
            #expect(half.json["error"] == nil)
            let message = half.json["message"] as? String
            #expect(message?.hasPrefix("Done in part: version:global is now 2") == true)
            #expect(try await shop.events() == [["bump", "version:global"]])
        }
    }

    @Test func theSecretIsComparedWhole() throws {
        for weak in [
            "fifteen letters", String(repeating: " ", count: 40), String(repeating: "x", count: 40),
            "abababababababababab", "     a b c d e     ",
        ] {
            #expect(Secret(weak) == nil)
        }
        let secret = try #require(Secret("sixteen letters!"))
        #expect(secret.matches("sixteen letters!"))
        for guess in ["", "sixteen letters", "sixteen letters?", "sixteen letters!!"] {
            #expect(!secret.matches(guess))
        }
    }
}
