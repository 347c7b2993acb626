import Metrics

/// What `cachetop:audit` says of the time before a dashboard began to read it, up to a week back.
///
/// It is read backwards in stretches, each from its beginning, since XREAD knows no other direction; once
/// a thousand entries were read no older stretch is begun. An attempt that began and has no end counts for
/// a day.
struct AuditPast: Sendable {
    /// A day.
    static let seconds = 86_400.0
    /// Where stretches begin, in seconds before the newest.
    static let reaches = [3600.0, 21_600, seconds, 3 * seconds, 7 * seconds]
    private static let enough = 1000

    /// Read on after this id.
    private(set) var position: StreamID
    private(set) var isRead = false
    /// What lies behind it was read before.
    private var end: StreamID
    private var start: StreamID
    /// Of older stretches, newest first.
    private var starts: ArraySlice<StreamID>
    private let unfinishedAfter: StreamID
    private var count = 0
    private var open: [String: InvalidationRecord] = [:]
    /// Ended, in this stretch or behind it.
    private var ended: Set<String> = []

    /// - Parameters:
    ///   - end: what lies behind it is read from the front.
    ///   - starts: of the stretches, newest first.
    init(before end: StreamID, starts: [StreamID], unfinishedAfter: StreamID) {
        self.end = end
        self.starts = starts.dropFirst()
        self.unfinishedAfter = unfinishedAfter
        start = starts.first ?? end
        position = start
        isRead = starts.isEmpty
    }

    /// - Parameter asked: how many entries a page may have; a shorter one is the last.
    /// - Returns: the records of what ended; at the end of a stretch also what began and has no end.
    mutating func take(_ entries: [AuditStream.Entry], asked: Int) -> [InvalidationRecord] {
        let inside = entries.prefix { $0.id <= end }
        count += inside.count
        position = inside.last?.id ?? position
        var records: [InvalidationRecord] = []
        for entry in inside {
            guard let record = entry.record else { continue }
            if record.outcome != .unfinished { records.append(record) }
            if record.outcome != .unfinished || entry.id > unfinishedAfter { note(record) }
        }
        if inside.count < entries.count || entries.count < asked { records += endStretch() }
        return records
    }

    /// Those of a page that lie before the end of the stretch.
    func marks(of entries: [AuditStream.Entry]) -> [TimelineEntry] {
        entries.prefix { $0.id <= end }.compactMap(\.mark)
    }

    mutating func note(_ record: InvalidationRecord) {
        guard let id = record.id else { return }
        if record.outcome == .unfinished {
            open[id] = record
        } else {
            open[id] = nil
            ended.insert(id)
        }
    }

    /// Oldest first.
    private mutating func endStretch() -> [InvalidationRecord] {
        defer { open = [:] }
        if count < Self.enough, let next = starts.popFirst() {
            (end, start, position) = (start, next, next)
        } else {
            isRead = true
        }
        return open.filter { !ended.contains($0.key) }.values.sorted {
            $0.at == $1.at ? ($0.id ?? "") < ($1.id ?? "") : $0.at < $1.at
        }
    }
}
