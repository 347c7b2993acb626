import Metrics

/// Where the reader of a stream stands, what it has missed, and whether it is still the same
/// stream: arithmetic only.
///
/// XINFO gives checkpoints (last-generated-id, entries-added). Between two that the reader has
/// passed, lost = added − received. Ids alone don't show it: after XADD and a trim the first entry
/// lies above the last id though nothing was lost.
struct StreamCursor: Sendable {
    /// What XINFO, or a batch from the stream, has shown.
    struct Findings: Sendable, Hashable {
        /// Entries that were added and never received.
        var lost: UInt64 = 0
        /// All after this id is counted again; set when entries were lost.
        var completeAfter: StreamID?
        /// Another stream has taken the place of the one that was read.
        var isReset = false
    }

    /// Entries that one XREAD returned.
    struct Batch: Sendable, Hashable {
        var entries = 0
        var lastID: StreamID?
        /// The newest moment in their ids that is not ahead of the server's clock.
        var newest: Timestamp?
        /// Of them, how many are not beyond the pending checkpoint.
        var withinMark = 0
        /// Roughly, as RESP.
        var bytes = 0
    }

    private struct Checkpoint {
        var lastID: StreamID
        var added: UInt64?
    }

    /// Read on after this id.
    private(set) var position: StreamID
    /// The last checkpoint that the reader has passed, and what it has received beyond it.
    private var base: Checkpoint?
    private var receivedBeyondBase: UInt64 = 0
    /// The next one, not yet passed, and what was received beyond it.
    private var pending: Checkpoint?
    private var receivedBeyondPending: UInt64 = 0
    /// The highest id that is known to have existed in this stream.
    private var known: StreamID?
    private(set) var isMissing = false
    private var hadStream = false

    init(position: StreamID) { self.position = position }

    /// A batch is told how many of its entries are not beyond this id.
    var mark: StreamID? { pending?.lastID }

    /// The stream as it stands; nothing is being read at the same time.
    mutating func inspect(_ info: StreamInfo) -> Findings {
        var findings = Findings()
        if isMissing {
            isMissing = false
            findings.isReset = hadStream
        } else if let known, info.lastID < known {
            findings.isReset = true
            startOver()
        } else if let last = pending ?? base, Self.isAnother(info, than: last) {
            findings.isReset = true
            readOn()
        }
        hadStream = true
        known = max(known ?? info.lastID, info.lastID)
        if pending == nil {
            pending = Checkpoint(lastID: info.lastID, added: info.added)
            receivedBeyondPending = 0
            if position >= info.lastID { pass(&findings) }
        }
        return findings
    }

    /// The key does not exist, or holds something else: whatever stream comes is a new one, all
    /// of which is to be read.
    mutating func vanish() {
        guard !isMissing else { return }
        isMissing = true
        startOver()
    }

    /// What an XREAD after `position` returned; no entries: there are none beyond it.
    mutating func advance(_ batch: Batch) -> Findings {
        var findings = Findings()
        guard let last = batch.lastID, batch.entries > 0 else {
            if pending != nil { pass(&findings) }
            return findings
        }
        position = last
        known = max(known ?? last, last)
        guard let mark else {
            receivedBeyondBase += UInt64(batch.entries)
            return findings
        }
        receivedBeyondBase += UInt64(batch.withinMark)
        receivedBeyondPending += UInt64(batch.entries - batch.withinMark)
        if last >= mark { pass(&findings) }
        return findings
    }

    /// Whether a stream whose ids are not lower is none the less another one.
    private static func isAnother(_ info: StreamInfo, than last: Checkpoint) -> Bool {
        guard let before = last.added, let added = info.added, before > 0 else { return false }
        if added < before || (added == before && info.lastID > last.lastID) { return true }
        // Nothing was ever removed, and yet what was read is not there.
        return info.isWhole && info.firstID.map { $0 > last.lastID } ?? false
    }

    /// Another stream with higher ids: what it holds beyond the position is still to be read, and
    /// what it held before was received as it came. Losses are not known until the next checkpoint.
    private mutating func readOn() {
        base = nil
        pending = nil
    }

    private mutating func startOver() {
        position = .zero
        known = nil
        base = Checkpoint(lastID: .zero, added: 0)
        receivedBeyondBase = 0
        pending = nil
        receivedBeyondPending = 0
    }

    private mutating func pass(_ findings: inout Findings) {
        guard let passed = pending else { return }
        if let before = base?.added, let added = passed.added, added > before {
            let expected = added - before
            if expected > receivedBeyondBase {
                findings.lost = expected - receivedBeyondBase
                findings.completeAfter = passed.lastID
            } else if expected < receivedBeyondBase {
                // More than were added: some came from a stream that is no more.
                findings.isReset = true
            }
        }
        base = passed
        receivedBeyondBase = receivedBeyondPending
        pending = nil
        receivedBeyondPending = 0
    }
}
