import Foundation
import GRDB

@testable import Storefront

/// A catalogue in a folder of its own, and the answers that it gives.
struct CatalogueFixture: Sendable {
    struct List: Decodable, Equatable {
        struct Item: Decodable, Equatable {
            var id: Int
            var name: String
            var price: Int
            var inStock: Bool
        }

        struct Facets: Decodable, Equatable {
            var categories, brands, materials, prices: [Value]
        }

        var total: Int
        var items: [Item]
        var facets: Facets?
    }

    struct Value: Decodable, Equatable {
        var value: String
        var count: Int
    }

    let catalogue: Catalogue
    let folder: String

    var path: String { "\(folder)/shop.sqlite" }

    @discardableResult
    static func with<Result: Sendable>(
        products: Int = 200, seed: UInt64 = 1, now: @escaping @Sendable () -> Date = { Date() },
        _ body: @Sendable (CatalogueFixture) async throws -> Result
    ) async throws -> Result {
        try await withFolder { folder in
            let catalogue = try await Catalogue.open(
                "\(folder)/shop.sqlite", seed: CatalogueSeed(products: products, seed: seed),
                now: now)
            return try await body(CatalogueFixture(catalogue: catalogue, folder: folder))
        }
    }

    /// An empty folder, which goes when `body` ends.
    @discardableResult
    static func withFolder<Result: Sendable>(
        _ body: @Sendable (String) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "cachetop-catalogue-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }

    func list(_ request: ShopRequest) async throws -> List {
        try await body(request, as: List.self)
    }

    func search(
        _ text: String, category: String? = nil, prices: ClosedRange<Int>? = nil,
        page: Page = Page(number: 1, limit: 100)
    ) async throws -> List {
        var query = SearchQuery(text: text, category: category)
        query.minPrice = prices?.lowerBound
        query.maxPrice = prices?.upperBound
        query.page = page
        return try await list(.search(query))
    }

    func body<Body: Decodable>(_ request: ShopRequest, as type: Body.Type) async throws -> Body {
        try await JSONDecoder().decode(type, from: Data(catalogue.load(request)))
    }

    /// Every product, whole, in the order of the numbers.
    func products() async throws -> [Product] {
        try await catalogue.pool.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM products ORDER BY id").map(Product.init)
        }
    }

    /// As somebody with the sqlite3 shell would: nothing is set up, foreign keys are not looked at.
    func executeByHand(_ sql: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .timeout(10)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    func outbox() async throws -> [String] {
        try await catalogue.pool.read { database in
            try String.fetchAll(
                database, sql: "SELECT kind || ' ' || productID FROM outbox ORDER BY id")
        }
    }
}
