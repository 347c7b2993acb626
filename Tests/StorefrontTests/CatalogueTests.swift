import ArgumentParser
import Foundation
import GRDB
import Synchronization
import Testing

@testable import Storefront

@Suite struct CatalogueTests {
    private struct Detail: Decodable {
        var id, price, reviews: Int
        var name, brand, category, description, currency: String
        var related: [CatalogueFixture.List.Item]
        var images: [String]
    }

    private struct Inventory: Decodable {
        struct Place: Decodable { var available: Int }
        var id, available: Int
        var places: [Place]
    }

    private struct TrendingList: Decodable { var items: [CatalogueFixture.List.Item] }

    @Test func aProductIsShownAsItIs() async throws {
        try await CatalogueFixture.with { shop async throws in
            for product in try await shop.products().prefix(5) {
                let id = String(product.id)
                let detail = try await shop.body(.product(id: id), as: Detail.self)
                #expect(detail.id == product.id && detail.price == product.price)
                #expect(detail.name == product.name && detail.description == product.description)
                #expect(detail.reviews == product.reviews && detail.currency == "EUR")
                #expect(detail.images.count == 5 && detail.related.count == 4)
                #expect(!detail.related.contains { $0.id == product.id })
                let inventory = try await shop.body(.inventory(id: id), as: Inventory.self)
                #expect(inventory.available == product.stock)
                #expect(inventory.places.reduce(0) { $0 + $1.available } == product.stock)
            }
        }
    }

    @Test(arguments: [
        "", "0", "-1", "+7", "007", "7 ", " 7", "7.0", "7e0", "seven", "201", "٧", "1_0", "0x7",
        "9223372036854775807", "9223372036854775808", "7\0", "*",
    ])
    func whatIsNoProductIsNotThere(id: String) async throws {
        try await CatalogueFixture.with { shop async throws in
            await #expect(throws: OriginError.notFound) {
                try await shop.catalogue.load(.product(id: id))
            }
            await #expect(throws: OriginError.notFound) {
                try await shop.catalogue.load(.inventory(id: id))
            }
        }
    }

    @Test func editsAreShownAndFound() async throws {
        try await CatalogueFixture.with { shop async throws in
            _ = try await shop.catalogue.carryOut(.price(id: 7, Money(cents: 1234)))
            _ = try await shop.catalogue.carryOut(.name(id: 7, "Quagga Blanket"))
            _ = try await shop.catalogue.carryOut(.stock(id: 7, 0))
            let found = try await shop.search("quagga")
            #expect(
                found.items == [
                    .init(id: 7, name: "Quagga Blanket", price: 1234, inStock: false)
                ])
            _ = try await shop.catalogue.carryOut(.delete(id: 7))
            #expect(try await shop.search("quagga").total == 0)
            #expect(try await shop.search("").total == 199)
            await #expect(throws: OriginError.notFound) {
                try await shop.catalogue.load(.product(id: "7"))
            }
        }
    }

    // MARK: Trending

    private func trending(_ shop: CatalogueFixture) async throws -> [Int] {
        try await shop.body(.trending, as: TrendingList.self).items.map(\.id)
    }

    @Test func withoutViewsTheBestKnownAreTrending() async throws {
        try await CatalogueFixture.with { shop async throws in
            let expected = try await shop.products()
                .sorted { ($1.reviews, $0.id) < ($0.reviews, $1.id) }.prefix(24).map(\.id)
            #expect(try await trending(shop) == expected)
            try await shop.catalogue.add(views: [:])
            try await shop.catalogue.add(views: ["999": 3, "x": 4, "007": 5, "8": 0, "9": -1])
            #expect(try await trending(shop) == expected)
            let last = try #require(expected.last)
            try await shop.catalogue.add(views: [String(last): 1])
            #expect(try await trending(shop) == [last] + expected.dropLast())
        }
    }

    @Test func viewsCountLessTheOlderTheyAre() async throws {
        let time = Mutex(Date(timeIntervalSince1970: 1_700_000_000))
        let now: @Sendable () -> Date = { time.withLock { $0 } }
        let wait: @Sendable (Double) -> Void = { hours in time.withLock { $0 += hours * 3600 } }
        try await CatalogueFixture.with(now: now) { shop async throws in
            try await shop.catalogue.add(views: ["1": 100, "2": 30])
            try await shop.catalogue.add(views: ["2": 30])
            #expect(try await trending(shop).prefix(2) == [1, 2])
            wait(6)
            try await shop.catalogue.add(views: ["3": 40, "2": 15])
            // 1: 50, 2: 30 + 15, 3: 40
            #expect(try await trending(shop).prefix(3) == [1, 2, 3])
            wait(6)
            try await shop.catalogue.add(views: ["3": 10])
            // 1: 25, 2: 22.5, 3: 20 + 10
            #expect(try await trending(shop).prefix(3) == [3, 1, 2])
            _ = try await shop.catalogue.carryOut(.delete(id: 3))
            #expect(try await trending(shop).prefix(2) == [1, 2])
            wait(48)
            try await shop.catalogue.add(views: ["4": 1])
            #expect(try await trending(shop).first == 4)
            let rows = try await shop.catalogue.pool.read {
                try Int.fetchOne($0, sql: "SELECT count(*) FROM views")
            }
            #expect(rows == 1)
        }
    }

    // MARK: Trouble

    @Test func whatItCannotReadIsASentence() async throws {
        try await CatalogueFixture.with { shop async throws in
            try await shop.catalogue.check()
            try shop.executeByHand("ALTER TABLE products RENAME TO elsewhere")
            await #expect {
                try await shop.catalogue.load(.product(id: "1"))
            } throws: { error in
                guard case .failed(let sentence) = error as? OriginError else { return false }
                return sentence.contains("can't be read") && sentence.contains(shop.path)
            }
            await #expect(throws: OriginError.self) { try await shop.catalogue.check() }
        }
    }

    /// SQLite reads a text up to its NUL: what is behind it would make another name of a category.
    @Test(arguments: [
        ShopRequest.category(slug: "shoes\u{0}evil", page: Page()),
        .facets(category: "shoes\u{0}evil"),
        .search(SearchQuery(text: "", category: "shoes\u{0}evil")),
    ])
    func nothingIsBehindACategorysName(request: ShopRequest) async throws {
        try await CatalogueFixture.with { shop async throws in
            await #expect(throws: OriginError.notFound) { try await shop.catalogue.load(request) }
        }
    }

    /// It would go on with a file that nobody else sees any more.
    @Test(arguments: [false, true])
    func aCatalogueThatIsTakenAwayIsTold(isReplaced: Bool) async throws {
        try await CatalogueFixture.with { shop async throws in
            try await shop.catalogue.check()
            try FileManager.default.moveItem(atPath: shop.path, toPath: "\(shop.folder)/old")
            if isReplaced { try Data("new".utf8).write(to: URL(filePath: shop.path)) }
            await #expect {
                try await shop.catalogue.check()
            } throws: { error in
                guard case .failed(let sentence) = error as? OriginError else { return false }
                return sentence.contains("removed or replaced") && sentence.contains(shop.path)
            }
            await #expect(throws: CatalogueError.self) {
                try await shop.catalogue.carryOut(.stock(id: 1, 7))
            }
            try? FileManager.default.removeItem(atPath: shop.path)
            try FileManager.default.moveItem(atPath: "\(shop.folder)/old", toPath: shop.path)
            try await shop.catalogue.check()
        }
    }

    /// A demonstration's catalogue: late, but the same answers; who does not wait is not kept.
    @Test func aSlowCatalogueIsTheSameButLate() async throws {
        try await CatalogueFixture.with { shop async throws in
            let options = try CatalogueOptions.parse([
                "--catalogue", shop.path, "--origin-latency", "typical",
            ])
            let slow = try await options.open()
            #expect(slow is SlowCatalogue)
            #expect(
                try await CatalogueOptions.parse(["--catalogue", shop.path]).open() is Catalogue)
            try await slow.check()
            for request: ShopRequest in [.product(id: "7"), .trending] {
                #expect(try await slow.load(request) == shop.catalogue.load(request))
            }
            await #expect(throws: OriginError.notFound) {
                try await slow.load(.product(id: "999"))
            }
            var latency = LatencyModel(medianMilliseconds: [.product: 1e9])
            latency.ceiling = .seconds(3600)
            let frozen = SlowCatalogue(shop.catalogue, latency: latency, seed: 1)
            let load = Task { try await frozen.load(.product(id: "7")) }
            load.cancel()
            await #expect(throws: OriginError.deadline) { try await load.value }
        }
    }

    /// The searches that nobody waits for are interrupted: a read that comes after them is not late.
    @Test func aCancelledLoadGivesItsConnectionBack() async throws {
        try await CatalogueFixture.with { shop async throws in
            let request = ShopRequest.search(SearchQuery(text: "a e i o t s n"))
            await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        do throws(OriginError) {
                            _ = try await shop.catalogue.load(request)
                            return true
                        } catch {
                            return error == .deadline
                        }
                    }
                }
                group.cancelAll()
                for await isFine in group { #expect(isFine) }
            }
            _ = try await shop.catalogue.load(.product(id: "1"))
        }
    }
}
