import GRDB

/// Answers one request from one moment of the catalogue.
struct CatalogueReader {
    let database: Database
    /// Hours since 1970.
    let hour: Int

    /// - Throws: `OriginError.notFound`, or what SQLite throws.
    func body(_ request: ShopRequest) throws -> any Encodable & Sendable {
        switch request {
        case .product(let id):
            let product = try product(id)
            return CatalogueBodies.detail(product, related: try related(to: product))
        case .inventory(let id):
            let product = try product(id)
            return CatalogueBodies.Inventory(id: product.id, stock: product.stock)
        case .search(let query):
            if let category = query.category { try require(category) }
            return try ProductFilter(query).list(database, query)
        case .category(let slug, let page):
            try require(slug)
            return try list(slug, page)
        case .facets(let category):
            try require(category)
            let counts = try ProductFilter(category: category).facets(database)
            return CatalogueBodies.Facets(
                category: category, brands: counts.brands, materials: counts.materials,
                prices: counts.prices)
        case .trending:
            return CatalogueBodies.Trending(items: try Trending(hour: hour).items(database))
        }
    }

    private func product(_ id: String) throws -> Product {
        guard let number = Product.number(id) else { throw OriginError.notFound }
        let statement = try database.cachedStatement(
            sql: "SELECT \(Product.columns), p.description FROM products AS p WHERE p.id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [number]) else {
            throw OriginError.notFound
        }
        return Product(row)
    }

    private func require(_ category: String) throws {
        // SQLite would compare what is before it.
        guard !category.utf8.contains(0) else { throw OriginError.notFound }
        let statement = try database.cachedStatement(
            sql: "SELECT 1 FROM categories WHERE slug = ?")
        guard try Int.fetchOne(statement, arguments: [category]) != nil else {
            throw OriginError.notFound
        }
    }

    /// What sells best beside it.
    private func related(to product: Product) throws -> [CatalogueBodies.Item] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT \(Product.columns) FROM products AS p
                    WHERE p.category = ? AND p.id <> ? ORDER BY p.reviews DESC, p.id LIMIT 6
                """)
        return try Row.fetchAll(statement, arguments: [product.category, product.id])
            .map { CatalogueBodies.Item(Product($0)) }
    }

    private func list(_ slug: String, _ page: Page) throws -> CatalogueBodies.List {
        let count = try database.cachedStatement(
            sql: "SELECT count(*) FROM products WHERE category = ?")
        let items = try database.cachedStatement(
            sql: """
                SELECT \(Product.columns) FROM products AS p WHERE p.category = ?
                    ORDER BY p.reviews DESC, p.id LIMIT ? OFFSET ?
                """)
        return CatalogueBodies.List(
            query: nil, category: slug, page: page.number, limit: page.limit,
            total: try Int.fetchOne(count, arguments: [slug]) ?? 0,
            items: try Row.fetchAll(items, arguments: [slug, page.limit, page.offset])
                .map { CatalogueBodies.Item(Product($0)) })
    }
}

extension Page {
    var offset: Int { (number - 1) * limit }
}
