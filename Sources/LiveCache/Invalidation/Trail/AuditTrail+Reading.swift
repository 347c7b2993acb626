import FoundationEssentials
import Glibc
import Metrics

// What the file says of attempts that a kill or a crash cut off.

extension AuditTrail {
    /// How much of the file's end is read: thousands of lines.
    private static let readBytes = 1 << 20

    /// An attempt that began and has no end in the file.
    struct OpenAttempt: Sendable {
        let began: AuditEntry
        var record: InvalidationRecord
        /// The file says already that it was cut off.
        var isReported = false
    }

    /// Those of the last day, oldest first. One whose scope was purged by a later attempt is left out.
    ///
    /// - Parameter targets: endpoints and URLs; attempts at others concern another shop.
    func openAttempts(targets: Set<String>, at now: Timestamp) -> [OpenAttempt] {
        var open: [OpenAttempt] = []
        for line in lines() {
            guard let entry = try? JSONDecoder().decode(AuditEntry.self, from: Data(line)),
                targets.contains(entry.target),
                abs(now.seconds(since: entry.at)) <= AuditPast.seconds
            else { continue }
            let index = open.firstIndex { $0.began.id == entry.id }
            switch (entry.event, entry.record?.outcome) {
            case (.began, _):
                open.append(OpenAttempt(began: entry, record: entry.unfinished(entry)))
            case (.progress, _):
                if let index { open[index].record = entry.unfinished(open[index].began) }
            case (.ended, .unfinished): if let index { open[index].isReported = true }
            case (.ended, let outcome):
                open.removeAll {
                    $0.began.id == entry.id || outcome == .done && $0.began.scope == entry.scope
                }
            }
        }
        return open
    }

    /// Closes it in the file, so that it is reported once.
    func markReported(_ attempt: OpenAttempt, at now: Timestamp) {
        var entry = attempt.began
        (entry.event, entry.at, entry.record) = (.ended, now, attempt.record)
        _ = append(entry)
    }

    /// Whole lines of the file's end; none where it can't be read.
    private func lines() -> [ArraySlice<UInt8>] {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard file >= 0 else { return [] }
        defer { _ = close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return [] }
        let start = max(0, Int(facts.st_size) - Self.readBytes)
        var bytes = [UInt8](repeating: 0, count: Int(facts.st_size) - start)
        let count = bytes.withUnsafeMutableBytes {
            pread(file, $0.baseAddress, $0.count, off_t(start))
        }
        var lines = bytes.prefix(max(0, count)).split(separator: UInt8(ascii: "\n"))
        // The first one may have lost its beginning.
        if start > 0, !lines.isEmpty { lines.removeFirst() }
        return lines
    }
}

extension AuditEntry {
    /// What this line says of an attempt that began with another, or with this one.
    fileprivate func unfinished(_ began: AuditEntry) -> InvalidationRecord {
        let record = InvalidationRecord(
            id: id, at: began.at, scope: scope, by: by, via: via, outcome: .unfinished, message: "",
            resources: began.radius?.edge.map(\.resource), keysPlanned: began.keysPlanned)
        return record.unfinished(
            removed: keysDone == nil ? nil : keysRemoved, seconds: at.seconds(since: began.at),
            edgeSeconds: began.radius?.edgeSeconds ?? 0)
    }
}
