import DequeModule

/// The hit rate of each minute of the last hour, for each slot, and what it usually is: their median, which
/// half an hour of trouble does not move.
struct UsualRates: Sendable {
    private static let most = 60
    /// With fewer minutes nothing is usual.
    static let leastMinutes = 10
    /// A minute with fewer look-ups has no rate.
    static let leastLookups: UInt64 = 20
    /// Buckets are kept for so many minutes.
    private static let readable: Int64 = 4
    /// Events arrive a little after their time.
    private static let lateMilliseconds: Int64 = 2000

    struct Minute: Sendable, Hashable, Codable {
        /// Since 1970.
        var number: Int64
        /// By slot; null: too few look-ups.
        var rates: [Double?]
    }

    let slots: Int
    /// Oldest first.
    private(set) var minutes: Deque<Minute> = []

    init(slots: Int) { self.slots = slots }

    /// nil: of too few minutes a rate is known.
    func rate(slot: Int, at now: Timestamp) -> Double? {
        let first = now.milliseconds / 60_000 - Int64(Self.most)
        let rates = minutes.compactMap { minute in
            minute.number >= first && minute.rates.indices.contains(slot)
                ? minute.rates[slot] : nil
        }.sorted()
        guard rates.count >= Self.leastMinutes else { return nil }
        let middle = rates.count / 2
        return rates.count.isMultiple(of: 2)
            ? (rates[middle - 1] + rates[middle]) / 2 : rates[middle]
    }

    /// Adds the minutes that are over by now.
    /// - Parameter coveredFrom: from when on all events are counted.
    mutating func settle(at now: Timestamp, from buckets: TimeBuckets, coveredFrom: Timestamp?) {
        let current = (now.milliseconds - Self.lateMilliseconds) / 60_000
        guard let coveredFrom, minutes.last.map({ $0.number < current - 1 }) ?? true else { return }
        let first = max(
            (coveredFrom.milliseconds + 59_999) / 60_000, current - Self.readable,
            (minutes.last?.number ?? .min / 2) + 1)
        guard first < current else { return }
        for number in first..<current {
            let end = (number + 1) * 60_000 / TimeBuckets.width
            add(
                Minute(
                    number: number,
                    rates: (0..<slots).map {
                        Self.rate(buckets.sum(slot: $0, endingAt: end, seconds: 60))
                    }))
        }
    }

    /// Adds the minutes before the first, as the event stream still had them.
    mutating func fill(_ hour: StreamHour) {
        guard hour.buckets.slots == slots else { return }
        let first = (hour.from.milliseconds + 59_999) / 60_000
        let last = min(
            hour.end.milliseconds / 60_000, minutes.first?.number ?? hour.end.milliseconds / 60_000)
        guard first < last else { return }
        let known = minutes
        minutes = []
        for number in first..<last {
            let end = (number + 1) * 60
            add(
                Minute(
                    number: number,
                    rates: (0..<slots).map {
                        Self.rate(hour.buckets.sum(slot: $0, endingAt: end, seconds: 60))
                    }))
        }
        for minute in known { add(minute) }
    }

    /// Minutes that an earlier run knew, oldest first.
    mutating func recall(_ earlier: [Minute]) {
        for minute in earlier where minute.rates.count == slots { add(minute) }
    }

    private mutating func add(_ minute: Minute) {
        guard minutes.last.map({ $0.number < minute.number }) ?? true else { return }
        minutes.append(minute)
        if minutes.count > Self.most { minutes.removeFirst() }
    }

    private static func rate(_ counts: HitCounts) -> Double? {
        counts.lookups >= leastLookups ? counts.hitRate : nil
    }
}
