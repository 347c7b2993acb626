import GRDB

/// What is looked at most: views of the last hours, those of six hours ago counting half. Where
/// there were no views, the best-known products fill the list.
struct Trending {
    /// Older views don't count.
    static let hours = 48
    static let count = 24

    let hour: Int

    func items(_ database: Database) throws -> [CatalogueBodies.Item] {
        let viewed = try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT \(Product.columns) FROM products AS p JOIN (
                        SELECT productID,
                            sum(count * 1.0 / (1 << (max(0, ?1 - hour) / 6))) AS weight
                            FROM views WHERE hour > ?1 - \(Self.hours) GROUP BY productID
                    ) AS v ON v.productID = p.id
                    ORDER BY v.weight DESC, p.reviews DESC, p.id LIMIT \(Self.count)
                    """), arguments: [hour]
        ).map(Product.init)
        guard viewed.count < Self.count else { return viewed.map(CatalogueBodies.Item.init) }
        let known = try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT \(Product.columns) FROM products AS p
                        ORDER BY p.reviews DESC, p.id LIMIT \(2 * Self.count)
                    """)
        ).map(Product.init)
        let ids = Set(viewed.map(\.id))
        return (viewed + known.filter { !ids.contains($0.id) }).prefix(Self.count)
            .map(CatalogueBodies.Item.init)
    }
}
