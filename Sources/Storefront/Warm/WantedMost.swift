import GRDB

/// What shoppers look at most, by the catalogue's own count of views: what is worth warming.
///
/// Views of the last hours count as they do for the trending list; where no one looked, or for the rest,
/// the best-known products follow. Categories follow their products. Searches are kept nowhere, so those
/// stand in that find these products: the first and the last word of their names.
struct WantedMost: Sendable {
    var queries = 100
    var products = 400
    var inventories = 150

    func requests(_ catalogue: Catalogue) async throws -> [ShopRequest] {
        let rows = try await catalogue.mostViewed(max(products, inventories, 4 * queries))
        let ids = rows.map(\.id)
        let slugs = try await catalogue.mostViewedCategories()
        return [.trending] + slugs.map { .facets(category: $0) }
            + slugs.map { .category(slug: $0, page: Page()) }
            + ids.prefix(products).map { .product(id: $0) }
            + Self.searches(rows.map(\.name)).prefix(queries).map { .search($0) }
            + ids.prefix(inventories).map { .inventory(id: $0) }
    }

    /// Each once, in the order of the products.
    private static func searches(_ names: [String]) -> [SearchQuery] {
        var seen: Set<SearchQuery> = []
        return names.compactMap { name in
            let words = name.split { $0.isWhitespace }
            guard let first = words.first, let last = words.last else { return nil }
            let text = words.count > 1 ? "\(first) \(last)" : String(first)
            guard let query = try? SearchQuery(parameters: [("q", text)]) else { return nil }
            return seen.insert(query).inserted ? query : nil
        }
    }
}

extension Catalogue {
    private static let weights = """
        SELECT productID, sum(count * 1.0 / (1 << (max(0, ?1 - hour) / 6))) AS weight
            FROM views WHERE hour > ?1 - \(Trending.hours) GROUP BY productID
        """

    fileprivate func mostViewed(_ count: Int) async throws -> [(id: String, name: String)] {
        let hour = hour
        return try await pool.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT p.id, p.name FROM products AS p
                        LEFT JOIN (\(Self.weights)) AS v ON v.productID = p.id
                        ORDER BY coalesce(v.weight, 0) DESC, p.reviews DESC, p.id LIMIT ?2
                    """, arguments: [hour, count]
            ).map { (id: String($0["id"] as Int64), name: $0["name"]) }
        }
    }

    fileprivate func mostViewedCategories() async throws -> [String] {
        let hour = hour
        return try await pool.read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT c.slug FROM categories AS c
                        LEFT JOIN products AS p ON p.category = c.slug
                        LEFT JOIN (\(Self.weights)) AS v ON v.productID = p.id
                        GROUP BY c.slug ORDER BY coalesce(sum(v.weight), 0) DESC, c.slug
                    """, arguments: [hour])
        }
    }
}
