extension RecordBook {
    /// By how many seconds an event may differ from the time of its purge.
    private static let echoSeconds = 2.0

    /// A cachetop's invalidations come back through the event stream: each is reported once, by its
    /// record. What went through the API, or was only planned, published no events. Oldest first.
    var withoutEchoes: [InvalidationRecord] {
        let published = records.filter {
            $0.via == .redis && $0.outcome != .dryRun && $0.outcome != .refused
        }
        return records.filter { record in
            guard record.via == .observed, record.by == PurgeAnnouncement.source else {
                return true
            }
            return !published.contains { isEcho(record, of: $0) }
        }.sorted { $0.at < $1.at }
    }

    private func isEcho(_ observed: InvalidationRecord, of purge: InvalidationRecord) -> Bool {
        let half = (purge.durationSeconds ?? 0) / 2
        return abs(observed.at.seconds(since: purge.at) - half) <= half + Self.echoSeconds
    }
}
