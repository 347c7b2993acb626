import FoundationEssentials
import Glibc
package import Metrics

/// The file that every attempt to invalidate is written to: JSON Lines, only ever appended to,
/// readable by its owner alone.
///
/// One `write` a line on a descriptor opened with O_APPEND, so that lines of two cachetops do not
/// run into each other and a kill leaves whole lines. A trail that can't be written does not stop
/// the purge: the record says what is wrong.
package struct AuditTrail: Sendable, Hashable {
    package let path: String

    package init(path: String) { self.path = path }

    /// - Returns: a sentence when the line is not in the file; nil: it is.
    func append(_ entry: AuditEntry) -> String? {
        guard let line = entry.line else {
            return "The trail \(path) was not written: the entry could not be encoded as JSON."
        }
        makeFolder()
        // Also for reading: by the last byte the line before is whole or not.
        let flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
        let file = open(path, flags, 0o600)
        guard file >= 0 else { return problem }
        defer { _ = close(file) }
        let whole = Self.endsWithinALine(file) ? [UInt8(ascii: "\n")] + line : line
        let written = whole.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        if written < 0 { return problem }
        guard written == whole.count else {
            return "The trail \(path) was only written in part; check whether its disk is full."
        }
        return nil
    }

    /// After a disk that was full: the next line must not become a part of the broken one. Makes the
    /// file its owner's alone, whoever made it.
    private static func endsWithinALine(_ file: Int32) -> Bool {
        var facts = stat()
        guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return false }
        if facts.st_uid == geteuid(), facts.st_mode & 0o077 != 0 { _ = fchmod(file, 0o600) }
        guard facts.st_size > 0 else { return false }
        var last: UInt8 = 0
        return pread(file, &last, 1, facts.st_size - 1) == 1 && last != UInt8(ascii: "\n")
    }

    private var problem: String {
        "The trail \(path) was not written: \(String(cString: strerror(errno))); repair it, or "
            + "name another with --audit-file."
    }

    /// The folders above it, for the owner alone; what is there stays as it is.
    private func makeFolder() {
        var made = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
            made += part + "/"
            if !part.isEmpty { _ = mkdir(made, 0o700) }
        }
    }
}

/// One line of the trail: `cachetop.audit/1`. Fields are always present; unknown is null.
package struct AuditEntry: Sendable, Hashable, Codable {
    package enum Event: String, Sendable, Hashable, Codable {
        /// Before anything is sent. Without an `ended` of the same id the attempt was cut off.
        case began
        /// After the first batch at once, then once a second at most.
        case progress
        /// Done, accepted, stopped, failed, refused or a dry run: the record says which.
        case ended
    }

    package var schema = "cachetop.audit/1"
    package var event: Event
    package var at: Timestamp
    /// Of the attempt: the record's.
    package var id: String
    package var scope: String
    @Nullable package var by: String?
    package var via: InvalidationRecord.Way
    /// The endpoint or the URL, without secrets.
    package var target: String
    /// The commands or the requests, in a line.
    package var plan: String
    @Nullable package var keysPlanned: UInt64?
    /// Keys whose UNLINK was answered so far, and those of them that were removed by it.
    @Nullable package var keysDone: UInt64?
    @Nullable package var keysRemoved: UInt64?
    /// The cost that was announced to the operator.
    @Nullable package var radius: BlastRadius?
    /// How it ended; null before.
    @Nullable package var record: InvalidationRecord?

    init(
        _ event: Event, _ record: InvalidationRecord, plan: InvalidationPlan,
        radius: BlastRadius? = nil
    ) {
        self.event = event
        at = record.at
        id = record.id ?? ""
        scope = record.scope
        by = record.by
        via = record.via
        target = plan.target
        self.plan = plan.summary
        keysPlanned = record.keysPlanned
        keysRemoved = record.keysRemoved
        self.radius = radius
        // Others' records have lines of their own.
        self.radius?.recent = nil
        self.record = event == .ended ? record : nil
    }

    init(_ event: Event, _ record: InvalidationRecord, planned: PlannedInvalidation) {
        self.init(event, record, plan: planned.plan, radius: planned.radius)
    }

    /// nil: it can't be encoded.
    var line: [UInt8]? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(self) else { return nil }
        return JSONText.escapingControls(Array(json)) + [UInt8(ascii: "\n")]
    }
}
