extension Snapshot {
    /// The newest FLUSH or restart of the time in which misses are counted: it takes copies of which no event says
    /// so, and their misses count as `early` or `unknown`. nil: there was none.
    package var untoldLoss: TimelineEntry? {
        guard let from = events.countedFrom else { return nil }
        return timeline.last {
            ($0.kind == .flush || $0.kind == .restart) && ($0.until ?? $0.at) >= from
        }
    }

    /// The same of the last ten minutes.
    var recentUntoldLoss: TimelineEntry? {
        untoldLoss.flatMap { takenAt.seconds(since: $0.until ?? $0.at) <= 600 ? $0 : nil }
    }
}

extension TimelineEntry {
    /// What took all keys, in a word: `FLUSHDB`.
    package var emptiedBy: String { subject ?? (kind == .restart ? "restart" : "FLUSH") }
}
