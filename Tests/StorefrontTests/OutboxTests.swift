import Foundation
import GRDB
import Testing

@testable import Storefront

/// Whoever changes a product, however: the outbox tells.
@Suite struct OutboxTests {
    private static let columns =
        "products (id, name, brand, category, material, price, stock, rating, reviews)"
    private static let values = "'Hat', 'B', 'hat', 'Felt', 1, 1, 1, 1"

    @Test(arguments: [
        ("UPDATE products SET price = 1 WHERE id = 3", ["update 3"]),
        ("UPDATE products SET price = 1, stock = 2, name = 'x' WHERE id = 3", ["update 3"]),
        ("UPDATE products SET price = price WHERE id = 3", ["update 3"]),
        ("UPDATE products SET stock = 1 WHERE id <= 3", ["update 1", "update 2", "update 3"]),
        ("UPDATE products SET stock = 1 WHERE id = 999", []),
        ("UPDATE products SET id = 999 WHERE id = 3", ["update 999", "delete 3"]),
        ("DELETE FROM products WHERE id = 3", ["delete 3"]),
        ("INSERT INTO \(columns) VALUES (999, \(values))", ["insert 999"]),
        ("INSERT INTO \(columns) VALUES (NULL, \(values))", ["insert 201"]),
        ("INSERT OR IGNORE INTO \(columns) VALUES (999, \(values))", ["insert 999"]),
        ("BEGIN; DELETE FROM products; ROLLBACK", []),
        (
            "BEGIN; UPDATE products SET stock = 1 WHERE id = 3; DELETE FROM products WHERE id = 3;"
                + " COMMIT", ["update 3", "delete 3"]
        ),
        ("INSERT INTO views VALUES (3, 1, 1); DELETE FROM views", []),
    ])
    func whatIsDoneByHandIsTold(sql: String, expected: [String]) async throws {
        try await CatalogueFixture.with { shop async throws in
            try shop.executeByHand(sql)
            #expect(try await Set(shop.outbox()) == Set(expected))
            #expect(try await shop.outbox().count == expected.count)
            try shop.executeByHand(
                "INSERT INTO productText (productText, rank) VALUES ('integrity-check', 1)")
        }
    }

    /// The search index could not follow it, and prices and numbers have their kind.
    @Test(arguments: [
        "REPLACE INTO \(columns) VALUES (3, \(values))",
        "INSERT OR REPLACE INTO \(columns) VALUES (3, \(values))",
        "UPDATE products SET price = -1 WHERE id = 3",
        "UPDATE products SET price = 'cheap' WHERE id = 3",
        "INSERT INTO \(columns) VALUES (0, \(values))",
    ])
    func whatWouldBreakTheCatalogueIsRefused(sql: String) async throws {
        try await CatalogueFixture.with { shop async throws in
            let before = try await shop.products()
            #expect(throws: DatabaseError.self) { try shop.executeByHand(sql) }
            #expect(try await shop.products() == before)
            #expect(try await shop.outbox().isEmpty)
        }
    }

    @Test func aChangeHasItsTime() async throws {
        try await CatalogueFixture.with { shop async throws in
            let before = Date().timeIntervalSince1970 * 1000
            try shop.executeByHand("UPDATE products SET stock = 1 WHERE id = 3")
            let after = Date().timeIntervalSince1970 * 1000
            let time = try await shop.catalogue.pool.read {
                try Double.fetchOne($0, sql: "SELECT changedAt FROM outbox")
            }
            // SQLite's clock counts whole milliseconds.
            #expect((before - 2...after + 2).contains(try #require(time)))
        }
    }

    @Test func itIsReadInPartsAndForgottenWhenDoneWith() async throws {
        try await CatalogueFixture.with { shop async throws in
            let outbox = try Outbox(path: shop.path)
            #expect(try await outbox.state().newest == nil)
            #expect(try await outbox.cursors() == (0, 0))
            try shop.executeByHand("UPDATE products SET stock = 1 WHERE id <= 10")
            #expect(try await outbox.state().newest == 10)
            let part = try await outbox.entries(after: 2, upTo: 8, limit: 3)
            #expect(part.map(\.id) == [3, 4, 5])
            #expect(part.first?.change == .updated(id: "3"))
            #expect(try await outbox.store((8, 0), after: (0, 0)))
            #expect(try await outbox.store((4, 0), after: (0, 0)))
            #expect(try await outbox.store((8, 6), after: (8, 0)))
            // As if the catalogue had been further once.
            #expect(try await outbox.store((9, 7), after: (9, 6)) == false)
            #expect(try await outbox.store((9, 8), after: (8, 7)) == false)
            #expect(try await outbox.cursors() == (8, 6))
            #expect(try await shop.outbox().count == 4)
            #expect(try await outbox.store((10, 10), after: (8, 6)))
            let done = try await outbox.state()
            #expect(done.newest == nil && done.given == 10 && done.cursors == (10, 10))
            // An id is never used again: a cursor would miss it.
            try shop.executeByHand("UPDATE products SET stock = 2 WHERE id = 1")
            #expect(try await outbox.state().newest == 11)
            outbox.close()
        }
    }

    @Test func onlyOthersCommitsChangeItsVersion() async throws {
        try await CatalogueFixture.with { shop async throws in
            let outbox = try Outbox(path: shop.path)
            let version = try await outbox.version()
            #expect(try await outbox.store((1, 0), after: (0, 0)))
            #expect(try await outbox.version() == version)
            try shop.executeByHand("UPDATE products SET stock = 1 WHERE id = 3")
            #expect(try await outbox.version() != version)
            outbox.close()
        }
    }
}
