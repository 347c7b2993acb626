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
        var lists = StaleLists()
    }

    /// How far changes were removed, and how far a second time; 0 before any.
    typealias Cursors = (first: Int64, second: Int64)

    struct State: Sendable {
        /// The id of the last change; nil: there is none that is not done with.
        let newest: Int64?
        /// The highest id that was ever given.
        let given: Int64
        let cursors: Cursors
    }

    private enum Cursor: String {
        case removed, removedAgain
    }

    let path: String
    let file: FileIdentity
    private let queue: DatabaseQueue

    /// - Parameters:
    ///   - path: of a catalogue that was opened before.
    ///   - patience: seconds to wait for another program's transaction.
    init(path: String, patience: TimeInterval = 0.2) throws {
        guard let file = FileIdentity(path: path) else {
            throw CatalogueError(description: "The catalogue \(path) is not there any more.")
        }
        self.path = path
        self.file = file
        queue = try DatabaseQueue(
            path: path, configuration: CatalogueFile.configuration(patience: patience))
    }

    /// Another number when any other connection has committed anything; next to nothing to ask for.
    func version() async throws -> Int {
        try await queue.unsafeRead { try Int.fetchOne($0, sql: "PRAGMA data_version") } ?? 0
    }

    func state() async throws -> State {
        try await queue.read { database in
            State(
                newest: try Int64.fetchOne(database, sql: "SELECT max(id) FROM outbox"),
                given: try Int64.fetchOne(
                    database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'outbox'") ?? 0,
                cursors: try cursors(database))
        }
    }

    /// The changes with ids in `range`, oldest first, at most `limit`.
    func entries(after first: Int64, upTo last: Int64, limit: Int) async throws -> [Entry] {
        try await queue.read { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT id, productID, kind, category, formerCategory, isDisplayed
                        FROM outbox WHERE id > ? AND id <= ? ORDER BY id LIMIT ?
                    """)
            let rows = try Row.fetchAll(statement, arguments: [first, last, limit])
            let all =
                try rows.contains { ($0["category"] as String?) == nil }
                ? Set(String.fetchAll(database, sql: "SELECT slug FROM categories")) : []
            return rows.map { row in
                let product = String(row["productID"] as Int64)
                let change: CatalogueChange =
                    switch row["kind"] as String {
                    case "insert": .inserted(id: product)
                    case "delete": .deleted(id: product)
                    default: .updated(id: product)
                    }
                return Entry(
                    id: row["id"], change: change, lists: Self.lists(row, allCategories: all))
            }
        }
    }

    private static func lists(_ row: Row, allCategories: Set<String>) -> StaleLists {
        guard let category = row["category"] as String?,
            let former = row["formerCategory"] as String?
        else { return StaleLists(categories: allCategories, beside: allCategories) }
        let slugs = Set([category, former].filter { !$0.isEmpty })
        return StaleLists(categories: slugs, beside: row["isDisplayed"] == true ? slugs : [])
    }

    /// The products of these categories: ids in order, after this one, at most `limit`.
    func products(in slugs: Set<String>, after id: Int64, limit: Int) async throws -> [Int64] {
        guard !slugs.isEmpty else { return [] }
        return try await queue.read { database in
            let marks = databaseQuestionMarks(count: slugs.count)
            return try Int64.fetchAll(
                database,
                sql: "SELECT id FROM products WHERE category IN (\(marks)) AND id > ?"
                    + " ORDER BY id LIMIT ?",
                arguments: StatementArguments(slugs) + [id, limit])
        }
    }

    // MARK: Cursors

    func cursors() async throws -> Cursors { try await queue.read { try cursors($0) } }

    /// What is removed twice is done with: its rows go.
    /// - Parameter known: as they were stored last.
    /// - Returns: false, and nothing is stored: they are below those, so somebody has put the
    ///   catalogue back to an earlier state, in which the new ones mean nothing.
    func store(_ cursors: Cursors, after known: Cursors) async throws -> Bool {
        try await queue.write { database in
            let there = try self.cursors(database)
            guard there.first >= known.first, there.second >= known.second else { return false }
            try store(database, .removed, cursors.first)
            try store(database, .removedAgain, cursors.second)
            try database.execute(
                sql: "DELETE FROM outbox WHERE id <= ?", arguments: [cursors.second])
            return true
        }
    }

    func close() { try? queue.close() }

    private func cursors(_ database: Database) throws -> Cursors {
        (try position(database, .removed), try position(database, .removedAgain))
    }

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
