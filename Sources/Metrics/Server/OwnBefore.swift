/// What earlier runs of a check looked up themselves, so that it is subtracted like what this run does: own
/// look-ups are counted from the oldest reading on.
struct OwnBefore: Sendable {
    private let counts: HitCounts
    private let calls: UInt64

    /// - Parameter readings: each with the own look-ups that came after it.
    init(_ readings: [ServerHistory.Reading]) {
        counts = HitCounts(
            hits: readings.map(\.own.hits).max() ?? 0,
            misses: readings.map(\.own.misses).max() ?? 0)
        calls = readings.compactMap { $0.readerCalls?.own }.max() ?? 0
    }

    /// An earlier reading, with the own look-ups up to it.
    func counted(_ reading: ServerHistory.Reading) -> ServerHistory.Reading {
        var reading = reading
        reading.own = HitCounts(
            hits: counts.hits - min(counts.hits, reading.own.hits),
            misses: counts.misses - min(counts.misses, reading.own.misses))
        if let after = reading.readerCalls {
            reading.readerCalls = ReaderCalls(
                all: after.all, own: calls - min(calls, after.own))
        }
        return reading
    }

    func counts(with own: HitCounts) -> HitCounts {
        var sum = counts
        sum += own
        return sum
    }

    func calls(with own: ReaderCalls?) -> ReaderCalls? {
        own.map { ReaderCalls(all: $0.all, own: calls(with: $0.own)) }
    }

    func calls(with own: UInt64) -> UInt64 { saturatingSum(calls, own) }
}
