import GRDB

/// Which products a search means, as SQL, and what is found by it.
///
/// Every word has to be in a product: one of three letters or more as the beginning of a word, a shorter
/// one as it is, since half of the catalogue has a word that begins with t. What is found by a text that
/// says so little that thousands match is ordered by how well-known it is: to rank it costs more than it
/// says. What a shopper types is quoted, so
/// nothing of it is FTS5's syntax; it reaches SQLite as an argument, never as SQL.
struct ProductFilter {
    private var source = "products AS p"
    private var conditions: [String] = []
    private var arguments: [(any DatabaseValueConvertible)?] = []
    /// Whether there is a text to rank by.
    private var isText = false
    /// There is a text, but nothing in it that could be found.
    private var isHopeless = false

    init(category: String) { add("p.category = ?", category) }

    init(_ query: SearchQuery) {
        if !query.text.isEmpty {
            let words = Self.words(of: query.text)
            isText = !words.isEmpty
            isHopeless = words.isEmpty
            // CROSS JOIN: the text first, then the products found by it.
            source = "productText CROSS JOIN products AS p ON p.id = productText.rowid"
            add("productText MATCH ?", words.joined(separator: " "))
        }
        if let category = query.category { add("p.category = ?", category) }
        if let price = query.minPrice { add("p.price >= ?", price) }
        if let price = query.maxPrice { add("p.price <= ?", price) }
    }

    private mutating func add(_ condition: String, _ argument: some DatabaseValueConvertible) {
        conditions.append(condition)
        arguments.append(argument)
    }

    private var selection: String {
        "FROM \(source)"
            + (conditions.isEmpty ? "" : " WHERE \(conditions.joined(separator: " AND "))")
    }

    /// More than this is not ranked by the text.
    private static let ranked = 5000

    /// Each as `"word"*` or, a short one, `"word"`. A word of the text without a letter or digit says
    /// nothing about a product.
    static func words(of text: String) -> [String] {
        var seen: Set<String> = []
        return text.split { character in
            character.isWhitespace
                || character.unicodeScalars.contains { $0.properties.generalCategory == .control }
        }
        .filter { $0.contains { $0.isLetter || $0.isNumber } && seen.insert(String($0)).inserted }
        .map { "\"\($0.replacing("\"", with: "\"\""))\"" + (isBeginning($0) ? "*" : "") }
    }

    /// Where a word is taken apart (`x-a`), its last piece is the one that would be completed.
    private static func isBeginning(_ word: Substring) -> Bool {
        word.reversed().drop { !$0.isLetter && !$0.isNumber }.prefix { $0.isLetter || $0.isNumber }
            .reduce(0) { $0 + $1.utf8.count } >= 3
    }

    // MARK: What is found

    func list(_ database: Database, _ query: SearchQuery) throws -> CatalogueBodies.List {
        let counts = try facets(database)
        let total = counts.categories.reduce(0) { $0 + $1.count }
        return CatalogueBodies.List(
            query: query.text, category: query.category, page: query.page.number,
            limit: query.page.limit, total: total,
            items: try items(database, query.page, isRanked: total <= Self.ranked), facets: counts)
    }

    private func items(
        _ database: Database, _ page: Page, isRanked: Bool
    ) throws -> [CatalogueBodies.Item] {
        guard !isHopeless else { return [] }
        // A word in the name says more than one in the text.
        let rank = isText && isRanked ? "bm25(productText, 8, 4, 4, 1), " : ""
        let statement = try database.cachedStatement(
            sql: """
                SELECT \(Product.columns) \(selection)
                    ORDER BY \(rank)p.reviews DESC, p.id LIMIT ? OFFSET ?
                """)
        let arguments = StatementArguments(arguments + [page.limit, page.offset])
        return try Row.fetchAll(statement, arguments: arguments)
            .map { CatalogueBodies.Item(Product($0)) }
    }

    /// How many products have which brand, material and so on; those that none has are left out.
    func facets(_ database: Database) throws -> CatalogueBodies.FacetCounts {
        var counts = CatalogueBodies.FacetCounts(
            categories: [], brands: [], materials: [], prices: [])
        guard !isHopeless else { return counts }
        let statement = try database.cachedStatement(
            sql: """
                WITH found AS MATERIALIZED (
                    SELECT p.category, p.brand, p.material, \(PriceBand.sql) AS band \(selection)
                )
                SELECT 'category' AS facet, category AS value, count(*) AS count
                    FROM found GROUP BY category
                UNION ALL SELECT 'brand', brand, count(*) FROM found GROUP BY brand
                UNION ALL SELECT 'material', material, count(*) FROM found GROUP BY material
                UNION ALL SELECT 'price', band, count(*) FROM found GROUP BY band
                """)
        for row in try Row.fetchAll(statement, arguments: StatementArguments(arguments)) {
            let facet: String = row["facet"]
            let count: Int = row["count"]
            switch facet {
            case "category": counts.categories.append(.init(value: row["value"], count: count))
            case "brand": counts.brands.append(.init(value: row["value"], count: count))
            case "material": counts.materials.append(.init(value: row["value"], count: count))
            default: counts.prices.append(.init(value: row["value"], count: count))
            }
        }
        counts.categories.sortByCount()
        counts.brands.sortByCount()
        counts.materials.sortByCount()
        counts.prices.sort { PriceBand.rank($0.value) < PriceBand.rank($1.value) }
        return counts
    }
}

extension [CatalogueBodies.Facets.Value] {
    /// The most frequent first, equal ones by name.
    fileprivate mutating func sortByCount() {
        sort { ($1.count, $0.value) < ($0.count, $1.value) }
    }
}
