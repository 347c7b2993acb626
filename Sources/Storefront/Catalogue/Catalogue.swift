import Foundation
import GRDB

/// The shop's catalogue: a SQLite file that several programs use at once (serve, listen, edit).
///
/// Reads are concurrent and see the last commit (WAL); a read whose task is cancelled is interrupted,
/// so a late load does not keep a connection from others. What it can't do becomes a sentence in
/// `OriginError.failed`.
final class Catalogue: Sendable {
    let path: String
    /// What it was made from, whatever was asked for now.
    let seed: CatalogueSeed
    let pool: DatabasePool
    let file: FileIdentity
    private let now: @Sendable () -> Date
    private let gate = LoadGate(shares: .init(all: CatalogueFile.loadsAtOnce))

    /// - Parameters:
    ///   - mayMake: whether it is made if it is not there.
    ///   - whenSlow: called, at most once, when the catalogue is being made.
    static func open(
        _ path: String, seed: CatalogueSeed = CatalogueSeed(), mayMake: Bool = true,
        now: @escaping @Sendable () -> Date = { Date() },
        whenSlow: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws(CatalogueError) -> Catalogue {
        let opened = CatalogueFile(path: path, seed: seed, mayMake: mayMake, whenSlow: whenSlow)
        let pool = try await opened.open()
        guard let file = FileIdentity(path: path) else { throw opened.missing }
        do {
            let made = try await pool.read { try CatalogueSeed(madeIn: $0) }
            return Catalogue(path: path, file: file, seed: made, pool: pool, now: now)
        } catch {
            throw CatalogueError(description: "The catalogue \(path) can't be read: \(error).")
        }
    }

    private init(
        path: String, file: FileIdentity, seed: CatalogueSeed, pool: DatabasePool,
        now: @escaping @Sendable () -> Date
    ) {
        self.path = path
        self.file = file
        self.seed = seed
        self.pool = pool
        self.now = now
    }

    /// Hours since 1970.
    var hour: Int { Int(now().timeIntervalSince1970) / 3600 }

    private func failure(_ error: any Error, _ what: String) -> OriginError {
        switch error {
        case let error as OriginError: return error
        case let error as CatalogueError: return .failed(error.description)
        case is CancellationError: return .deadline
        case let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT:
            return .deadline
        case let error as DatabaseError:
            let reason = error.message ?? "\(error.resultCode)"
            return .failed("The catalogue \(path) can't be \(what): \(reason).")
        default: return .failed("The catalogue \(path) can't be \(what): \(error).")
        }
    }
}

extension Catalogue: ShopCatalogue {
    func load(_ request: ShopRequest) async throws(OriginError) -> [UInt8] {
        let hour = hour
        do {
            let body = try await gate.withTurn(isSearch: request.resource == .search) {
                try await pool.read { database in
                    try CatalogueReader(database: database, hour: hour).body(request)
                }
            }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return Array(try encoder.encode(body))
        } catch {
            throw failure(error, "read")
        }
    }

    func check() async throws(OriginError) {
        do {
            try file.check()
            _ = try await pool.read { try Int.fetchOne($0, sql: "SELECT id FROM products LIMIT 1") }
        } catch {
            throw failure(error, "read")
        }
    }

    func backlog() async -> ListenerBacklog? {
        let now = now().timeIntervalSince1970 * 1000
        return try? await pool.read { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT count(*) AS changes, min(changedAt) AS oldest FROM outbox WHERE id >
                        coalesce((SELECT position FROM cursors WHERE name = 'removed'), 0)
                    """)
            let oldest = row?["oldest"] as Double?
            return ListenerBacklog(
                changes: row?["changes"] ?? 0,
                lagSeconds: oldest.map { max(0, (now - $0) / 1000) } ?? 0)
        }
    }

    /// Products that are not there (any more) are left out, and views that are too old to count go.
    func add(views: [String: Int]) async throws(OriginError) {
        let hour = hour
        let counts = views.compactMap { id, count in
            Product.number(id).flatMap { count > 0 ? ($0, count) : nil }
        }
        guard !counts.isEmpty else { return }
        do {
            try await pool.write { database in
                let add = try database.cachedStatement(
                    sql: """
                        INSERT INTO views (productID, hour, count)
                            SELECT id, ?2, ?3 FROM products WHERE id = ?1
                            ON CONFLICT DO UPDATE SET count = count + excluded.count
                        """)
                for (id, count) in counts { try add.execute(arguments: [id, hour, count]) }
                try database.execute(
                    sql: "DELETE FROM views WHERE hour <= ?",
                    arguments: [hour - Trending.hours])
            }
        } catch {
            throw failure(error, "written")
        }
    }
}

extension Product {
    /// The number that an id means; nil when it is not written as ids are: `007`, `+7`, `0`.
    static func number(_ id: String) -> Int? {
        Int(id).flatMap { $0 > 0 && String($0) == id ? $0 : nil }
    }
}
