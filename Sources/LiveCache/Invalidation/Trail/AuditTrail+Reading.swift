import FoundationEssentials
import Glibc
import Metrics

// What the file says of attempts that a kill or a crash cut off.

extension AuditTrail {
    /// How much of the file's end is read: thousands of lines.
    private static let readBytes = 1 << 20

    /// Attempts of the last day that began and have no end in the file, oldest first. One whose scope
    /// was purged by a later attempt is left out.
    ///
    /// - Parameter targets: endpoints and URLs; attempts at others concern another shop.
    func unfinished(targets: Set<String>, at now: Timestamp) -> [InvalidationRecord] {
        var open: [InvalidationRecord] = []
        for line in lines() {
            guard let entry = try? JSONDecoder().decode(AuditEntry.self, from: Data(line)),
                targets.contains(entry.target),
                abs(now.seconds(since: entry.at)) <= AuditPast.seconds
            else { continue }
            switch entry.event {
            case .began:
                open.append(entry.unfinished(begunAt: entry.at, planned: entry.keysPlanned))
            case .progress:
                guard let index = open.firstIndex(where: { $0.id == entry.id }) else { continue }
                let began = open[index]
                open[index] = entry.unfinished(begunAt: began.at, planned: began.keysPlanned)
                open[index].resources = began.resources
            case .ended:
                let isDone = entry.record?.outcome == .done
                open.removeAll { $0.id == entry.id || isDone && $0.scope == entry.scope }
            }
        }
        return open
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
    fileprivate func unfinished(begunAt: Timestamp, planned: UInt64?) -> InvalidationRecord {
        let record = InvalidationRecord(
            id: id, at: begunAt, scope: scope, by: by, via: via, outcome: .unfinished, message: "",
            resources: radius?.edge.map(\.resource), keysPlanned: planned)
        return record.unfinished(
            removed: keysDone == nil ? nil : keysRemoved, seconds: at.seconds(since: begunAt),
            edgeSeconds: radius?.edgeSeconds ?? 0)
    }
}
