import GRDB

/// What a new catalogue is filled with: the same numbers, the same shop.
struct CatalogueSeed: Sendable, Hashable {
    var products = 50_000
    var seed: UInt64 = 1

    /// Told once, when it takes longer than a second.
    var slowSentence: String { "Making a catalogue of \(products) products; only once." }

    /// Puts categories and products 1 to `products` into the empty tables.
    func fill(_ database: Database, whenSlow: (String) -> Void) throws {
        try database.execute(
            sql: "INSERT INTO made (products, seed) VALUES (?, ?)",
            arguments: [products, String(seed)])
        for (slug, noun) in zip(Words.slugs, Words.nouns) {
            try database.execute(
                sql: "INSERT INTO categories (slug, name) VALUES (?, ?)", arguments: [slug, noun])
        }
        let insert = try Product.insertion(database)
        let start = ContinuousClock.now
        var isTold = false
        for id in 1...max(1, products) {
            try insert.execute(
                arguments: Product(id: id, revision: 0, seed: seed).values)
            if !isTold, id % 1000 == 0, .now - start > .seconds(1) {
                whenSlow(slowSentence)
                isTold = true
            }
        }
    }

    /// What the catalogue was made from.
    init(madeIn database: Database) throws {
        let row = try Row.fetchOne(database, sql: "SELECT products, seed FROM made LIMIT 1")
        products = row?["products"] ?? 0
        seed = row.flatMap { UInt64($0["seed"] as String) } ?? 0
    }

    init(products: Int = 50_000, seed: UInt64 = 1) {
        self.products = products
        self.seed = seed
    }
}

extension Product {
    /// The columns of a line in a list: all but the text, which is long.
    static let columns =
        "p.id, p.name, p.brand, p.category, p.material, p.price, p.stock,"
        + " p.rating, p.reviews"

    static func insertion(_ database: Database) throws -> Statement {
        try database.makeStatement(
            sql: """
                INSERT INTO products (id, name, brand, category, material, price, stock, rating,
                    reviews, description) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
    }

    /// In the order of `insertion`.
    var values: StatementArguments {
        [id, name, brand, category, material, price, stock, rating, reviews, description]
    }

    init(_ row: Row) {
        id = row["id"]
        name = row["name"]
        brand = row["brand"]
        category = row["category"]
        material = row["material"]
        price = row["price"]
        stock = row["stock"]
        rating = row["rating"]
        reviews = row["reviews"]
        description = row.hasColumn("description") ? row["description"] : ""
    }
}
