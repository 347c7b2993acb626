/// What is known of removals that were announced, by events and by records.
struct Announcements: Sendable {
    /// By how many seconds an announcement may lie beside its removal.
    static let tolerance = 3.0

    var log: AnnouncementLog
    var records: [InvalidationRecord]
    /// Up to when all events have been read; nil: they can't be read.
    var eventsUntil: Timestamp?

    /// The most keys that were announced for a stretch of time; nil: any number may have been.
    func keys(from start: Timestamp, to end: Timestamp) -> UInt64? {
        guard let eventsUntil, eventsUntil >= end else { return nil }
        let (start, end) = (
            start.adding(seconds: -Self.tolerance), end.adding(seconds: Self.tolerance)
        )
        let events = log.sum(from: start, to: end)
        guard !events.hasPattern else { return nil }
        var recorded: UInt64 = 0
        for record in records
        where record.via != .observed && record.at <= end
            && max(record.lastReportAt, record.outcome == .unfinished ? end : record.at) >= start
        {
            if record.outcome == .unfinished, record.isOver(at: end) { continue }
            guard record.outcome != .refused, record.outcome != .dryRun else { continue }
            guard let removed = record.keysRemoved, record.outcome != .unfinished else {
                // A counter alone removes no key; of anything else the number is not known.
                if record.isOfCountersAlone { continue }
                return nil
            }
            recorded = saturatingSum(recorded, removed)
        }
        let published = events.keys > events.own ? events.keys - events.own : 0
        return saturatingSum(published, max(events.own, recorded))
    }
}

extension InvalidationRecord {
    fileprivate var isOfCountersAlone: Bool {
        guard let steps, !steps.isEmpty else { return false }
        return steps.allSatisfy { $0.counter != nil }
    }
}
