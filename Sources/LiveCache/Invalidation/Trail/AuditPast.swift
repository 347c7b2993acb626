import Metrics

/// What `cachetop:audit` says of the day before a dashboard began to read it: only attempts that began
/// and have no end matter, so nothing else is kept.
struct AuditPast: Sendable {
    static let seconds = 86_400.0

    /// Read on after this id.
    private(set) var position: StreamID
    /// What lies here or later is read from the front.
    private let end: StreamID
    private(set) var isRead = false
    private var open: [String: InvalidationRecord] = [:]
    /// Ended, by either part of the stream.
    private var ended: Set<String> = []

    init(after start: StreamID, before end: StreamID) {
        position = start
        self.end = end
    }

    /// - Parameter asked: how many entries a page may have; a shorter one is the last.
    mutating func take(_ entries: [AuditStream.Entry], asked: Int) {
        for entry in entries {
            guard entry.id < end else {
                isRead = true
                return
            }
            position = max(position, entry.id)
            if let record = entry.record { note(record) }
        }
        if entries.count < asked { isRead = true }
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
    var unfinished: [InvalidationRecord] {
        open.filter { !ended.contains($0.key) }.values.sorted { $0.at < $1.at }
    }
}
