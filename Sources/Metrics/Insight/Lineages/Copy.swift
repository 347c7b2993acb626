/// What is known of one copy in the cache: a lineage's key of one generation.
struct Copy: Sendable {
    enum State: UInt8, Sendable {
        /// None is known.
        case absent
        /// Filled at `since`.
        case filled
        /// Was there at `since`; when it was filled is not known.
        case seen
    }

    var generation = LineageKey.noGeneration
    /// Milliseconds.
    var since: Int64 = 0
    var purgedAt: Int64 = 0
    /// Bumps and globs up to this number of `LossLog` did not touch it: it was there after them.
    var aliveEpoch: UInt32 = 0
    var state = State.absent
    /// A purge by name that no later hit has contradicted.
    var isPurged = false
    /// Hit since it was written.
    var isRead = false

    /// It was hit at `moment`.
    mutating func prove(at moment: Int64, settled: UInt32, _ terms: LifeTerms) {
        // One that outlives the policy is another than was seen to be filled, or lives by another TTL.
        let outlived =
            state == .filled && moment &- since >= terms.longest &+ Insight.lateness
        if state == .absent || outlived {
            state = .seen
            since = moment
        }
        isRead = true
        aliveEpoch = max(aliveEpoch, settled)
        // A hit that was published late may be older than the purge.
        if isPurged, moment > purgedAt &+ Insight.lateness { isPurged = false }
    }

    mutating func fill(at moment: Int64, epoch: UInt32) {
        state = .filled
        since = moment
        isPurged = false
        isRead = false
        aliveEpoch = epoch
    }

    /// Whether its time by policy had run out; events may be late, and it may have been filled earlier
    /// than was seen.
    func hasExpired(at moment: Int64, _ terms: LifeTerms) -> Bool {
        moment &+ Insight.lateness >= since &+ terms.shortest
    }
}
