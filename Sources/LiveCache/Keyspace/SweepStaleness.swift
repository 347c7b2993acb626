import Metrics

/// What from one poll to the next makes the counts of the last sweep untrue: a counter that was raised, so that
/// its keys are dead, and a database that lost half of its keys, at once as by FLUSHALL or bit by bit.
struct SweepStaleness: Sendable {
    private static let leastKeys: UInt64 = 50

    private var counters: [CounterReading]?
    /// The most since half of them were lost.
    private var most: UInt64?

    /// Whether a sweep is due.
    mutating func note(_ sample: Sample, database: Int) -> Bool {
        let isHalved = noteKeys(sample.info?.keys(inDatabase: database))
        defer { counters = sample.counters ?? counters }
        if let old = counters, let new = sample.counters,
            zip(old, new).contains(where: Self.isRaised)
        {
            return true
        }
        return isHalved
    }

    private mutating func noteKeys(_ keys: UInt64?) -> Bool {
        guard let keys else { return false }
        let isHalved = most.map { $0 >= Self.leastKeys && keys < $0 / 2 } ?? false
        most = isHalved ? keys : max(most ?? 0, keys)
        return isHalved
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
