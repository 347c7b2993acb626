import Foundation
import Metrics
import RedisClient
import TestSupport
import Testing

@testable import Storefront

@Suite(.tags(.redis, .http), .timeLimit(.minutes(5))) struct ServerEventsTests {
    /// Whatever was asked, whatever became of it: the stream tells what X-Cache said.
    @Test(arguments: [1, 32]) func theStreamAgreesWithXCache(batch: Int) async throws {
        var options = Shop.Options()
        options.events.batch = batch
        try await CatalogueFixture.with(products: 300, seed: 3) { [options] made async throws in
            let catalogue = made.catalogue
            try await ServerFixture.with(catalogue, options: options) { shop async throws in
                var shoppers = Shoppers(products: 320, exponent: 1, seed: 4)
                let paths = (0..<600).map { Self.path(shoppers.next(), number: $0) }
                let counts = try await withThrowingTaskGroup(of: String?.self) { group in
                    var counts: [String: Int] = [:]
                    for (index, path) in paths.enumerated() {
                        if index >= 16, let done = try await group.next() {
                            counts[done ?? "none", default: 0] += 1
                        }
                        if index == 300 { _ = try await shop.revalidate(["type": "global"]) }
                        group.addTask { try await shop.get(path).cache }
                    }
                    for try await done in group { counts[done ?? "none", default: 0] += 1 }
                    return counts
                }
                let words = try await shop.events().joined()
                #expect(words.filter { $0 == "hit" }.count == counts["HIT"])
                #expect(words.filter { $0 == "miss" }.count == counts["MISS"])
                #expect(counts["BYPASS"] == nil)
                #expect((counts["none"] ?? 0) >= 60)
                #expect(counts.values.reduce(0, +) == 600)
                #expect(shop.shop.publisher.lostEvents == 0)
            }
        }
    }

    /// Every tenth is a mistake.
    private static func path(_ request: ShopRequest, number: Int) -> String {
        if number.isMultiple(of: 10) {
            return ["/api/product/%FF", "/nowhere", "/api/facets", "/api/category/a?page=0"][
                number / 10 % 4]
        }
        switch request {
        case .product(let id): return "/api/product/\(id)"
        case .inventory(let id): return "/api/inventory/\(id)"
        case .search(let query):
            let text = query.text.replacing(" ", with: "+")
            return "/api/search/prod?page=\(query.page.number)&q=\(text)"
        case .category(let slug, let page): return "/api/category/\(slug)?page=\(page.number)"
        case .facets(let category): return "/api/facets?category=\(category)"
        case .trending: return "/api/trending"
        }
    }

    @Test func nothingIsToldWhenTellingIsOff() async throws {
        var options = Shop.Options()
        options.events.published = .nothing
        try await ServerFixture.with(options: options) { shop async throws in
            for _ in 1...2 { try await shop.get("/api/product/1") }
            _ = try await shop.revalidate(["type": "product", "id": "1"])
            #expect(try await shop.events().isEmpty)
            #expect(shop.shop.publisher.lostEvents == 0)
        }
    }

    /// Each loads for itself, and once; the stream tells them apart.
    @Test func twoInstancesShareOneRedis() async throws {
        let catalogues = (1...2).map { _ in
            ScriptedCatalogue(ScriptedOrigin(delay: .milliseconds(500)))
        }
        @Sendable func options(_ name: String) -> Shop.Options {
            var options = Shop.Options()
            options.events.source = name
            return options
        }
        try await withRedis { server in
            try await ServerFixture.with(catalogues[0], on: server, options: options("api-1")) {
                one async throws in
                try await ServerFixture.with(catalogues[1], on: server, options: options("api-2")) {
                    two async throws in
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for number in 0..<16 {
                            let shop = number.isMultiple(of: 2) ? one : two
                            group.addTask { try await shop.get("/api/trending") }
                        }
                        try await group.waitForAll()
                    }
                    #expect(catalogues.map(\.loaded.count) == [1, 1])
                    for shop in [one, two] {
                        await shop.shop.publisher.finish()
                        #expect(try await shop.get("/api/trending").cache == "HIT")
                    }
                    await two.shop.publisher.finish()
                    var told: [String: [String: Int]] = [:]
                    for entry in try await one.events() {
                        for word in entry.dropFirst(2) {
                            told[entry[1], default: [:]][word, default: 0] += 1
                        }
                    }
                    for name in ["api-1", "api-2"] {
                        #expect(told[name]?["miss"] == 8)
                        #expect(told[name]?["fill"] == 1)
                        #expect(told[name]?["hit"] == 1)
                    }
                }
            }
        }
    }
}
