import Foundation
import GRDB

/// The catalogue's outbox and the cursors of its one follower, through a connection of their own.
///
/// SQLite writes one transaction after the other, so ids are given in the order of the commits and no
/// lower one appears later: a cursor is all that is needed to miss nothing.
struct Outbox: Sendable {
    struct Entry: Sendable, Equatable {
        let id: Int64
        let change: CatalogueChange
    }

    private enum Cursor: String {
        case removed, removedAgain
    }

    private let queue: DatabaseQueue

    /// - Parameter path: of a catalogue that was opened before.
    init(path: String) throws {
        queue = try DatabaseQueue(
            path: path, configuration: CatalogueFile.configuration(patience: 10))
    }

    /// Another number when any other connection has committed anything; next to nothing to ask for.
    func version() async throws -> Int {
        try await queue.unsafeRead { try Int.fetchOne($0, sql: "PRAGMA data_version") } ?? 0
    }

    /// The id of the last change; nil: there is none that is not done with.
    func newest() async throws -> Int64? {
        try await queue.read { try Int64.fetchOne($0, sql: "SELECT max(id) FROM outbox") }
    }

    /// The changes with ids in `range`, oldest first, at most `limit`.
    func entries(after first: Int64, upTo last: Int64, limit: Int) async throws -> [Entry] {
        try await queue.read { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT id, productID, kind FROM outbox WHERE id > ? AND id <= ?
                        ORDER BY id LIMIT ?
                    """)
            return try Row.fetchAll(statement, arguments: [first, last, limit]).map { row in
                let product = String(row["productID"] as Int64)
                let change: CatalogueChange =
                    switch row["kind"] as String {
                    case "insert": .inserted(id: product)
                    case "delete": .deleted(id: product)
                    default: .updated(id: product)
                    }
                return Entry(id: row["id"], change: change)
            }
        }
    }

    // MARK: Cursors

    /// How far changes were removed, and how far a second time; 0 before any.
    func cursors() async throws -> (first: Int64, second: Int64) {
        try await queue.read { (try position($0, .removed), try position($0, .removedAgain)) }
    }

    func store(first id: Int64) async throws {
        try await queue.write { try store($0, .removed, id) }
    }

    /// What is removed twice is done with: its rows go.
    func store(second id: Int64) async throws {
        try await queue.write { database in
            try store(database, .removedAgain, id)
            try database.execute(sql: "DELETE FROM outbox WHERE id <= ?", arguments: [id])
        }
    }

    func close() { try? queue.close() }

    private func position(_ database: Database, _ cursor: Cursor) throws -> Int64 {
        try Int64.fetchOne(
            database, sql: "SELECT position FROM cursors WHERE name = ?",
            arguments: [cursor.rawValue]) ?? 0
    }

    /// Never backwards.
    private func store(_ database: Database, _ cursor: Cursor, _ id: Int64) throws {
        try database.execute(
            sql: """
                INSERT INTO cursors (name, position) VALUES (?, ?)
                    ON CONFLICT DO UPDATE SET position = max(position, excluded.position)
                """, arguments: [cursor.rawValue, id])
    }
}
