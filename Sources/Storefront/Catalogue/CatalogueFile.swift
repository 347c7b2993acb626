import Foundation
import GRDB

/// Opens a catalogue's file, and makes it first if it is not there.
///
/// Two programs may do so at the same time: one of them makes it, in one transaction, the other waits
/// and finds it made. No file that is not a catalogue is touched.
struct CatalogueFile: Sendable {
    /// For programs that wait while another one makes the catalogue.
    private static let patience = TimeInterval(120)

    let path: String
    let seed: CatalogueSeed
    let mayMake: Bool
    let whenSlow: @Sendable (String) -> Void

    var missing: CatalogueError {
        CatalogueError(
            description: "There is no catalogue at \(path): 'storefront serve' makes it, or name it"
                + " with --catalogue.")
    }

    func open() async throws(CatalogueError) -> DatabasePool {
        let result: Result<DatabasePool, CatalogueError> = await withCheckedContinuation { opened in
            DispatchQueue.global().async {
                opened.resume(returning: Result { () throws(CatalogueError) in try openNow() })
            }
        }
        return try result.get()
    }

    private func openNow() throws(CatalogueError) -> DatabasePool {
        try look()
        let due = ContinuousClock.now + .seconds(Self.patience)
        while true {
            do {
                return try make()
            } catch let error as CatalogueError {
                throw error
            } catch let error as DatabaseError where Self.isOtherMaker(error) && .now < due {
                Thread.sleep(forTimeInterval: 0.05)
            } catch {
                throw sentence(for: error)
            }
        }
    }

    private func make() throws -> DatabasePool {
        let migrator = CatalogueSchema.migrator { database in
            try seed.fill(database, whenSlow: whenSlow)
        }
        do {
            let maker = try DatabasePool(
                path: path, configuration: Self.configuration(patience: Self.patience))
            defer { try? maker.close() }
            try refuseForeign(maker)
            if try maker.read({ try !migrator.hasCompletedMigrations($0) }) {
                try migrator.migrate(maker)
                // What was written went through the log: not to be kept beside it a second time.
                _ = try maker.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            }
            if try maker.read(migrator.hasBeenSuperseded) {
                throw CatalogueError(
                    description: "The catalogue \(path) was made by a newer storefront: use that"
                        + " one, or name another file with --catalogue.")
            }
        }
        return try DatabasePool(path: path, configuration: Self.configuration(patience: 10))
    }

    static let loadsAtOnce = max(4, 2 * ProcessInfo.processInfo.activeProcessorCount)

    static func configuration(patience: TimeInterval) -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(patience)
        // One more than loads take: for a check whether the catalogue is there.
        configuration.maximumReaderCount = loadsAtOnce + 1
        configuration.label = "catalogue"
        configuration.prepareDatabase { database in
            // In WAL mode the file stays whole; only a power failure takes the last commits, cursors
            // and outbox rows alike.
            try database.execute(sql: "PRAGMA synchronous = NORMAL")
        }
        return configuration
    }

    // MARK: What stands in the way

    /// Before SQLite opens the file for writing.
    private func look() throws(CatalogueError) {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
            guard !isFolder.boolValue else {
                throw CatalogueError(
                    description: "\(path) is a folder: name the catalogue's file in it.")
            }
            guard mayMake || !isEmpty else { throw missing }
        } else {
            guard mayMake else { throw missing }
            let folder = URL(filePath: path).deletingLastPathComponent()
                .path(percentEncoded: false)
            guard FileManager.default.fileExists(atPath: folder) else {
                throw CatalogueError(
                    description: "The catalogue \(path) can't be made: its folder is not there.")
            }
            return
        }
        do {
            var configuration = Self.configuration(patience: 10)
            configuration.readonly = true
            try refuseForeign(DatabaseQueue(path: path, configuration: configuration))
        } catch let error as CatalogueError {
            throw error
        } catch let error as DatabaseError where Self.isOtherMaker(error) {
            return
        } catch {
            throw sentence(for: error)
        }
    }

    private var isEmpty: Bool {
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        return size == 0
    }

    private func refuseForeign(_ reader: some DatabaseReader) throws {
        let isForeign = try reader.read { database in
            let id = try Int.fetchOne(database, sql: "PRAGMA application_id")
            guard id != CatalogueSchema.applicationID else { return false }
            // Another maker's list of migrations may be there before the catalogue is.
            return try Bool.fetchOne(
                database,
                sql: "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name <> 'grdb_migrations'"
                    + " AND name NOT LIKE 'sqlite_%')") ?? false
        }
        if isForeign {
            throw CatalogueError(
                description: "\(path) is another program's database: name another file with"
                    + " --catalogue.")
        }
    }

    /// Busy with making it, or made between our looking and our making.
    static func isOtherMaker(_ error: DatabaseError) -> Bool {
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_CONSTRAINT: true
        // A table or a column that the other has just made; SQLite has no code for it.
        case .SQLITE_ERROR:
            ["already exists", "duplicate column"].contains { error.message?.contains($0) == true }
        default: false
        }
    }

    func sentence(for error: any Error) -> CatalogueError {
        guard let error = error as? DatabaseError else {
            return CatalogueError(description: "The catalogue \(path) can't be opened: \(error).")
        }
        let problem =
            switch error.resultCode {
            case .SQLITE_NOTADB, .SQLITE_CORRUPT:
                "\(path) is no SQLite database, or a damaged one: name another file with"
                    + " --catalogue, or remove it to have the catalogue made anew."
            case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY:
                "The catalogue \(path) can't be opened for writing: check the permissions of the"
                    + " file and of its folder."
            case .SQLITE_BUSY, .SQLITE_LOCKED:
                "The catalogue \(path) is locked by another program: try again when that is done."
            case .SQLITE_FULL: "The disk is full: the catalogue \(path) needs about 100 MB."
            default:
                "The catalogue \(path) can't be opened: \(error.message ?? "\(error.resultCode)")."
            }
        return CatalogueError(description: problem)
    }
}
