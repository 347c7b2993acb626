import Metrics

/// What CDN and pages may still serve after an invalidation.
enum EdgeState: Hashable {
    /// The old copy, until then, which is so many seconds more.
    case mayBeOld(until: Timestamp, seconds: Double)
    case fresh(since: Timestamp)

    /// nil: no copy lies there, or nothing was changed.
    init?(_ record: InvalidationRecord, at moment: Timestamp) {
        guard record.changedSomething, let until = record.edgeStaleUntil else { return nil }
        let left = until.seconds(since: moment)
        self = left > 0 ? .mayBeOld(until: until, seconds: left) : .fresh(since: until)
    }
}
