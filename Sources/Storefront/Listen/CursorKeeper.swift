import GRDB

/// Stores how far the listener came, behind the work: no removal waits for a catalogue that another
/// program has locked. What is not stored yet is only done once more by a next run.
struct CursorKeeper {
    typealias Instant = ContinuousClock.Instant

    enum Outcome {
        case kept
        /// Not yet; it is tried again.
        case late
        /// Not for `patience`: the one time that it is reported.
        case overdue(String)
        /// The cursors there are below those stored last.
        case putBack
    }

    /// From one try to the next.
    private static let pause = Duration.milliseconds(500)
    /// Edits lock the catalogue now and then; longer than this is worth a line.
    private static let patience = Duration.seconds(1)

    private(set) var stored: Outbox.Cursors
    private var nextTry: Instant?
    private var failsSince: Instant?
    private var isTold = false

    init(stored: Outbox.Cursors) { self.stored = stored }

    mutating func keep(
        _ cursors: Outbox.Cursors, in outbox: Outbox, atOnce: Bool = false
    ) async -> Outcome {
        guard cursors != stored else { return .kept }
        let start = ContinuousClock.now
        if let nextTry, start < nextTry, !atOnce { return .late }
        do {
            guard try await outbox.store(cursors, after: stored) else { return .putBack }
            self = CursorKeeper(stored: cursors)
            return .kept
        } catch {
            let now = ContinuousClock.now
            let since = failsSince ?? start
            failsSince = since
            nextTry = now + Self.pause
            guard !isTold, now - since >= Self.patience else { return .late }
            isTold = true
            return .overdue(Self.sentence(error, path: outbox.path))
        }
    }

    /// What hinders the catalogue, for the operator; other errors speak for themselves.
    static func sentence(_ error: any Error, path: String) -> String {
        guard let error = error as? DatabaseError else { return "\(error)" }
        return switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: "The catalogue \(path) is locked by another program."
        case .SQLITE_FULL: "The disk is full: the catalogue \(path) can't be written."
        default: "The catalogue \(path) can't be used: \(error.message ?? "\(error.resultCode)")."
        }
    }
}
