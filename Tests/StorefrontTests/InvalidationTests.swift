import Metrics
import RedisClient
import TestSupport
import Testing

@testable import Storefront

@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct InvalidationTests {
    /// Keys of every kind, and some that only look alike.
    private static let keys = [
        "product:1", "inventory:1", "product:2", "inventory:2", "product:11", "product:1:x",
        "product:*", "search:aa:v1", "category:boots:bb:v1", "facets:boots", "trending:products",
        "trending:other", "version:global", "cart:1",
    ]

    private func left(_ shop: ShopFixture) async throws -> Set<String> {
        let keys = try await shop.send("KEYS", "*").elements ?? []
        return Set(keys.compactMap(\.text)).subtracting(["cache:events"])
    }

    private func fill(_ shop: ShopFixture) async throws {
        for key in Self.keys { _ = try await shop.send("SET", key, "1") }
    }

    @Test(arguments: [
        CatalogueChange.inserted(id: "1"), .updated(id: "1"), .deleted(id: "1"),
    ])
    func aChangeRemovesExactlyItsKeys(change: CatalogueChange) async throws {
        try await ShopFixture.with { shop async throws in
            try await fill(shop)
            _ = try await shop.send("SET", "version:search", "7")
            try await shop.shop.invalidator.apply([change])
            await shop.shop.publisher.finish()
            let expected = Set(Self.keys).subtracting([
                "product:1", "inventory:1", "trending:products",
            ])
            #expect(try await left(shop) == expected.union(["version:search"]))
            #expect(try await shop.send("GET", "version:search").text == "8")
            #expect(try await shop.send("GET", "version:global").text == "1")
        }
    }

    @Test func anIdIsDataAndNoPattern() async throws {
        try await ShopFixture.with { shop async throws in
            try await fill(shop)
            try await shop.shop.invalidator.removeOwn([.updated(id: "*")])
            #expect(
                try await left(shop)
                    == Set(Self.keys).subtracting(["product:*"]))
        }
    }

    @Test func whatWasRemovedIsTold() async throws {
        var options = Shop.Options()
        options.events.source = "editor"
        try await ShopFixture.with(options: options) { shop async throws in
            _ = try await shop.send("SET", "product:1", "1")
            try await shop.shop.invalidator.apply([.updated(id: "1"), .updated(id: "1")])
            await shop.shop.publisher.finish()
            let events = try await shop.events()
            #expect(events.contains(["src", "editor", "purge", "product:1"]))
            #expect(events.contains(["src", "editor", "bump", "version:search"]))
            #expect(events.count == 2)
        }
    }

    /// A missing counter means 1: one INCR would leave every copy of generation 1 alive.
    @Test func aMissingCounterIsBumpedToTwo() async throws {
        try await ShopFixture.with { shop async throws in
            let request = ShopRequest.search(SearchQuery(text: "a"))
            await shop.answer(request)
            try await shop.shop.invalidator.apply([.updated(id: "1")])
            #expect(try await shop.send("GET", "version:search").text == "2")
            #expect(await shop.answer(request).cache == .miss)
        }
    }

    @Test func aBurstIsOneBump() async throws {
        try await ShopFixture.with { shop async throws in
            _ = try await shop.send("SET", "version:search", "10")
            try await shop.shop.invalidator.apply((1...50).map { .updated(id: "\($0)") })
            #expect(try await shop.send("GET", "version:search").text == "11")
        }
    }

    @Test func withoutRedisItSaysSo() async throws {
        try await ShopFixture.with { shop async throws in
            await shop.server.kill()
            await #expect(throws: RedisError.self) {
                try await shop.shop.invalidator.apply([.updated(id: "1")])
            }
        }
    }

    /// A reader that loaded before the change SETs after the removal: its copy must go as well.
    @Test func aCopyOfTheOldRowIsRemovedTheSecondTime() async throws {
        try await ShopFixture.with { shop async throws in
            let change = CatalogueChange.updated(id: "7")
            try await shop.shop.invalidator.apply([change])
            for id in 1...9 { _ = try await shop.send("SET", "product:\(id)", "old") }
            _ = try await shop.send("SET", "trending:products", "old")
            #expect(try await shop.shop.invalidator.removeOwn([change]) == 1)
            #expect(try await shop.shop.invalidator.removeLists(StaleLists()) == 1)
            let copies = try await left(shop)
            #expect(copies.filter { $0.hasPrefix("product:") }.count == 8)
            #expect(!copies.contains("product:7") && !copies.contains("trending:products"))
            #expect(try await shop.shop.invalidator.removeOwn([]) == 0)
        }
    }
}
