import GRDB

/// A change of one product, as the shop's own people make it.
enum ProductEdit: Sendable, Hashable {
    case price(id: Int, Money)
    case stock(id: Int, Int)
    case name(id: Int, String)
    case insert(NewProduct)
    case delete(id: Int)
}

extension Catalogue {
    /// Carries out one edit; triggers update the search and the outbox.
    /// - Returns: what has changed: "product 42: price 19.90 → 17.50".
    func carryOut(_ edit: ProductEdit) async throws(CatalogueError) -> String {
        do {
            try file.check()
            return try await pool.write { try edit.carryOut($0, path: path) }
        } catch let error as CatalogueError {
            throw error
        } catch let error as DatabaseError {
            let reason = error.message ?? "\(error.resultCode)"
            throw CatalogueError(
                description: "The catalogue \(path) can't be changed: \(reason).")
        } catch {
            throw CatalogueError(description: "The catalogue \(path) can't be changed: \(error).")
        }
    }

    /// The highest number that a product has or had; 0: none.
    func newestID() async throws(CatalogueError) -> Int {
        do {
            return try await pool.read {
                try Int.fetchOne($0, sql: "SELECT max(id) FROM products") ?? 0
            }
        } catch {
            throw CatalogueError(description: "The catalogue \(path) can't be read: \(error).")
        }
    }
}

extension ProductEdit {
    fileprivate func carryOut(_ database: Database, path: String) throws -> String {
        switch self {
        case .price(let id, let price):
            let old = try replace("price", of: id, by: price.cents, database, path) as Int
            return "product \(id): price \(Money(cents: old)) → \(price)"
        case .stock(let id, let stock):
            let old = try replace("stock", of: id, by: stock, database, path) as Int
            return "product \(id): stock \(old) → \(stock)"
        case .name(let id, let name):
            let old = try replace("name", of: id, by: name, database, path) as String
            return "product \(id): name \(Self.quoted(old)) → \(Self.quoted(name))"
        case .insert(let product):
            let id = try insert(product, database)
            return "product \(id): inserted, \(Self.quoted(product.name)) in \(product.category)"
                + " at \(product.price)"
        case .delete(let id):
            let name = try value("name", of: id, database, path) as String
            try database.execute(sql: "DELETE FROM products WHERE id = ?", arguments: [id])
            return "product \(id): deleted, \(Self.quoted(name))"
        }
    }

    /// Names may have been written by others.
    private static func quoted(_ text: String) -> String { String(reflecting: text) }

    private func value<Value: DatabaseValueConvertible>(
        _ column: String, of id: Int, _ database: Database, _ path: String
    ) throws -> Value {
        guard
            let value = try Value.fetchOne(
                database, sql: "SELECT \(column) FROM products WHERE id = ?", arguments: [id])
        else {
            throw CatalogueError(
                description: "There is no product \(id) in \(path).", isMissingProduct: true)
        }
        return value
    }

    /// - Returns: the old value.
    private func replace<Value: DatabaseValueConvertible>(
        _ column: String, of id: Int, by new: Value, _ database: Database, _ path: String
    ) throws -> Value {
        let old = try value(column, of: id, database, path) as Value
        try database.execute(
            sql: "UPDATE products SET \(column) = ? WHERE id = ?", arguments: [new, id])
        return old
    }

    private func insert(_ product: NewProduct, _ database: Database) throws -> Int64 {
        let slugs = try String.fetchAll(
            database, sql: "SELECT slug FROM categories ORDER BY slug")
        guard slugs.contains(product.category) else {
            throw CatalogueError(
                description: "There is no category \(Self.quoted(product.category)); there are"
                    + " \(slugs.joined(separator: ", ")).")
        }
        try database.execute(
            sql: """
                INSERT INTO products (name, brand, category, material, price, stock, rating,
                    reviews, description) VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?)
                """,
            arguments: [
                product.name, product.brand, product.category, product.material,
                product.price.cents, product.stock, product.description,
            ])
        return database.lastInsertedRowID
    }
}
