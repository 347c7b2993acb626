import Foundation
import Metrics
import RedisClient
import Synchronization
import TestSupport
import Testing

@testable import Storefront

/// Lists follow the catalogue: pages of categories, facets, and pages that show other products.
@Suite(.tags(.redis), .timeLimit(.minutes(4))) struct ListenerListsTests {
    /// A shop beside the listener, in this process.
    private func withShop(
        products: Int = 400, lists: String = "on",
        _ body: @Sendable (ListenerFixture, Shop, RunningProgram) async throws -> Void
    ) async throws {
        try await ListenerFixture.with(products: products) { fixture async throws in
            let shop = try Shop(redis: fixture.server.endpoint, origin: fixture.shop.catalogue)
            try await fixture.listening(lists: lists) { listener async throws in
                try await listener.waitFor(text: "connected")
                try await shop.open {
                    _ = await shop.isConnected(within: .seconds(60))
                    try await body(fixture, shop, listener)
                }
            }
        }
    }

    /// Which of these answers are not what the catalogue says now.
    private func stale(
        _ requests: some Sequence<ShopRequest>, _ shop: Shop, _ fixture: ListenerFixture
    ) async -> [ShopRequest] {
        var found: [ShopRequest] = []
        for request in requests {
            let answer = await shop.cache.answer(request).body
            let truth: Result<[UInt8], OriginError>
            do throws(OriginError) {
                truth = .success(try await fixture.shop.catalogue.load(request))
            } catch { truth = .failure(error) }
            if answer != truth { found.append(request) }
        }
        return found
    }

    private final class Asked: Sendable {
        let requests = Mutex<Set<ShopRequest>>([])
    }

    private static let lists: [ShopRequest] = [
        .category(slug: "shoes", page: Page()),
        .category(slug: "shoes", page: Page(number: 2, limit: 5)),
        .category(slug: "boots", page: Page(number: 1, limit: 100)), .facets(category: "shoes"),
        .facets(category: "boots"), .trending,
    ]

    /// Each kind of change; what it shows elsewhere is new as well.
    @Test(arguments: [
        "UPDATE products SET price = price + 1 WHERE category = 'shoes'",
        "UPDATE products SET stock = 0 WHERE category = 'shoes'",
        "DELETE FROM products WHERE category = 'shoes' AND id % 3 = 0",
        "UPDATE products SET category = 'boots' WHERE category = 'shoes' AND id % 2 = 0",
        "UPDATE products SET material = 'Gold' WHERE category = 'shoes'",
        "UPDATE products SET reviews = 0 WHERE category = 'shoes' AND id % 2 = 0",
        "INSERT INTO products (name, brand, category, material, price, stock, rating, reviews)"
            + " VALUES ('New', 'Own', 'shoes', 'Oak', 1, 1, 5, 9999)",
    ])
    func noListStaysAsItWas(sql: String) async throws {
        try await withShop { fixture, shop, listener async throws in
            let ids = (1...400).map { ShopRequest.product(id: "\($0)") }
            var before: [Result<[UInt8], OriginError>] = []
            for request in Self.lists { before.append(await shop.cache.answer(request).body) }
            for request in ids { _ = await shop.cache.answer(request) }
            await shop.publisher.finish()
            try fixture.shop.executeByHand(sql)
            try await listener.waitFor(text: "removed")
            #expect(await stale(Self.lists + ids, shop, fixture) == [])
            var after: [Result<[UInt8], OriginError>] = []
            for request in Self.lists { after.append(await shop.cache.answer(request).body) }
            #expect(before != after, "nothing has changed")
        }
    }

    /// A reader that had loaded the page before the change writes it after the first removal.
    @Test func aPageThatIsLateIsRemovedAfterThreeSeconds() async throws {
        try await withShop { fixture, shop, listener async throws in
            let page = ShopRequest.category(slug: "shoes", page: Page())
            _ = await shop.cache.answer(page)
            await shop.publisher.finish()
            let key = shop.keys.key(for: page)
            try fixture.shop.executeByHand(
                "UPDATE products SET price = 1 WHERE category = 'shoes'")
            try await listener.waitFor(text: "changes: removed")
            _ = try await shop.link.current?.send(
                RedisCommand("SET", bytes: [key, Array("late".utf8)]))
            #expect(await shop.cache.answer(page).body == .success(Array("late".utf8)))
            try await listener.waitFor(text: "changes once more: removed ")
            #expect(await stale([page], shop, fixture) == [])
        }
    }

    @Test func withListsOffTheyKeepTheirTTL() async throws {
        try await withShop(lists: "off") { fixture, shop, listener async throws in
            for request in Self.lists { _ = await shop.cache.answer(request) }
            await shop.publisher.finish()
            try fixture.shop.executeByHand(
                "UPDATE products SET price = 1 WHERE category = 'shoes'")
            try await listener.waitFor(text: "changes once more")
            #expect(await stale(Self.lists, shop, fixture).count >= 2)
        }
    }

    /// The keys of pages that are gone leave the index, and it goes with the last of them.
    @Test func theIndexIsBoundedAndExpires() async throws {
        try await withShop { fixture, shop, _ async throws in
            _ = try await fixture.send("ZADD", "lists:shoes", "1", "gone")
            for number in 1...3 {
                _ = await shop.cache.answer(.category(slug: "shoes", page: Page(number: number)))
            }
            await shop.publisher.finish()
            #expect(try await fixture.send("ZCARD", "lists:shoes").integerValue == 3)
            let left = try await fixture.send("TTL", "lists:shoes").integerValue ?? 0
            #expect((300...420).contains(left))
        }
    }

    /// A row that an older program has written says nothing of lists: all of them are meant.
    @Test func aChangeOfUnknownReachIsEverywhere() async throws {
        try await withShop { fixture, shop, listener async throws in
            for request in Self.lists { _ = await shop.cache.answer(request) }
            await shop.publisher.finish()
            try fixture.shop.executeByHand(
                "INSERT INTO outbox (productID, kind, changedAt) VALUES (1, 'update', 0)")
            try await listener.waitFor(text: "1 change: removed 6 keys")
        }
    }

    /// Shoppers, and whole categories that are changed under them all the time. Four seconds after the
    /// last change every answer is the catalogue's. CACHETOP_TEST_REQUESTS: how many (10,000).
    @Test func nothingIsStaleFourSecondsAfterBulkEdits() async throws {
        let count =
            ProcessInfo.processInfo.environment["CACHETOP_TEST_REQUESTS"].flatMap { Int($0) }
            ?? 10_000
        try await withShop(products: 2000) { fixture, shop, _ async throws in
            let asked = Asked()
            let edits = Task {
                for round in 0... {
                    let slug = Words.slugs[round % Words.slugs.count]
                    try fixture.shop.executeByHand(
                        round % 4 == 3
                            ? "DELETE FROM products WHERE id % 97 = \(round)"
                            : "UPDATE products SET price = price + 1, stock = (stock + 1) % 3"
                                + " WHERE category = '\(slug)' OR id % 50 = \(round % 50)")
                    try await Task.sleep(for: .milliseconds(100))
                }
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for shopper in 0..<8 {
                    group.addTask {
                        var shoppers = Shoppers(
                            products: 2000, exponent: 1, seed: UInt64(shopper + 1))
                        for _ in 0..<count / 8 {
                            let request = shoppers.next()
                            asked.requests.withLock { _ = $0.insert(request) }
                            _ = await shop.cache.answer(request)
                        }
                    }
                }
                try await group.waitForAll()
            }
            edits.cancel()
            // The last edits come together with the last requests.
            try? await edits.value
            try await Task.sleep(for: .seconds(4))
            let requests = asked.requests.withLock { $0 }
            #expect(requests.count > 500)
            #expect(await stale(requests, shop, fixture) == [])
        }
    }
}
