import DequeModule

/// Hits and misses of the last five minutes in buckets of 100 ms, for each slot of the grammar.
///
/// Bucket b holds the events of (100·(b−1), 100·b] ms, so a window that ends on a multiple of
/// 100 ms is exact; callers round the end of a window, never its counts. Memory is bounded by
/// the horizon, not by the traffic: 3,010 buckets of (resources + 1) cells.
package struct TimeBuckets: Sendable {
    package static let width: Int64 = 100
    /// Five minutes and a second to spare.
    static let horizon = 3010

    package let slots: Int
    /// Index of the oldest bucket held; meaningless while `cells` is empty.
    private var first: Int64 = 0
    private var cells: Deque<HitCounts> = []

    package init(slots: Int) { self.slots = slots }

    package static func index(of moment: Timestamp) -> Int64 {
        let (quotient, rest) = moment.milliseconds.quotientAndRemainder(dividingBy: width)
        return rest > 0 ? quotient + 1 : quotient
    }

    private var count: Int { cells.count / slots }

    /// Makes room for the bucket and tells where its cells begin; nil: older than the horizon.
    /// A bucket far ahead of all others drops those that fall behind the horizon.
    package mutating func row(of bucket: Int64) -> Int? {
        if cells.isEmpty {
            first = bucket
            append(1)
            return 0
        }
        let offset = bucket - first
        if offset < 0 {
            guard Int64(count) - offset <= Int64(Self.horizon) else { return nil }
            for _ in 0..<(Int(-offset) * slots) { cells.prepend(HitCounts()) }
            first = bucket
            return 0
        }
        if offset >= Int64(count + Self.horizon) {
            cells.removeAll(keepingCapacity: true)
            first = bucket
            append(1)
            return 0
        }
        append(Int(offset) + 1 - count)
        let excess = count - Self.horizon
        if excess > 0 {
            cells.removeFirst(excess * slots)
            first += Int64(excess)
        }
        return Int(bucket - first) * slots
    }

    @inline(__always)
    package mutating func add(_ counts: HitCounts, row: Int, slot: Int) {
        cells[row + slot] += counts
    }

    package mutating func merge(_ other: TimeBuckets) {
        guard other.slots == slots else { return }
        for bucket in 0..<other.count {
            let source = bucket * slots
            guard other.cells[source..<(source + slots)].contains(where: { $0.lookups > 0 }),
                let row = row(of: other.first + Int64(bucket))
            else { continue }
            for slot in 0..<slots { cells[row + slot] += other.cells[source + slot] }
        }
    }

    /// The sum over (end − seconds, end] for one slot, where `end` is a bucket's index.
    package func sum(slot: Int, endingAt end: Int64, seconds: Int) -> HitCounts {
        sum(slot: slot, from: end - Int64(seconds) * 1000 / Self.width + 1, through: end)
    }

    func sum(slot: Int, from: Int64, through: Int64) -> HitCounts {
        var total = HitCounts()
        guard count > 0 else { return total }
        let lower = max(from, first)
        let upper = min(through, first + Int64(count) - 1)
        guard lower <= upper else { return total }
        for bucket in lower...upper { total += cells[Int(bucket - first) * slots + slot] }
        return total
    }

    private mutating func append(_ buckets: Int) {
        guard buckets > 0 else { return }
        for _ in 0..<(buckets * slots) { cells.append(HitCounts()) }
    }
}
