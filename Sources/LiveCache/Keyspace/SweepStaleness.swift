import Metrics

/// What from one poll to the next makes the counts of the last sweep untrue: a counter that was raised, so that
/// its keys are dead, and a database that lost half of its keys, as by FLUSHALL.
struct SweepStaleness: Sendable {
    private static let leastKeys: UInt64 = 50

    private var counters: [CounterReading]?
    private var keys: UInt64?

    /// Whether a sweep is due.
    mutating func note(_ sample: Sample, database: Int) -> Bool {
        defer {
            counters = sample.counters ?? counters
            keys = sample.info?.keys(inDatabase: database) ?? keys
        }
        if let old = counters, let new = sample.counters,
            zip(old, new).contains(where: Self.isRaised)
        {
            return true
        }
        guard let old = keys, let new = sample.info?.keys(inDatabase: database) else {
            return false
        }
        return old >= Self.leastKeys && new < old / 2
    }

    /// The first value counts as 1 was raised to it.
    private static func isRaised(_ old: CounterReading, _ new: CounterReading) -> Bool {
        guard case .value(let value) = new else { return false }
        switch old {
        case .value(let former): return value > former
        case .absent: return true
        case .unusable, .unavailable: return false
        }
    }
}
