/// Hits and misses of the last five minutes in buckets of 100 ms, for each slot of the grammar.
///
/// Bucket b holds the events of (100·(b−1), 100·b] ms, so a window that ends on a multiple of
/// 100 ms is exact; callers round the end of a window, never its counts.
///
/// A ring of 3,010 rows, each labelled with the bucket that it holds now; what is written last
/// stays. So memory is bounded by the horizon, not by the traffic, and an entry whose id a client
/// chose absurdly, far ahead or far back, costs one row for one turn and never the other windows.
package struct TimeBuckets: Sendable {
    package static let width: Int64 = 100
    /// Five minutes and a second to spare.
    static let horizon = 3010

    package let slots: Int
    /// Milliseconds of a bucket, where they are other than usual.
    let width: Int64
    /// Rows.
    let horizon: Int
    /// The bucket that each row holds; empty until the first is written.
    private var labels: [Int64] = []
    private var cells: [HitCounts] = []
    /// The last row that was asked for, and the bucket that it holds; entries come in bunches.
    private var lastRow: (bucket: Int64, row: Int)?

    package init(slots: Int) { self.init(slots: slots, width: Self.width, horizon: Self.horizon) }

    init(slots: Int, width: Int64, horizon: Int) {
        self.slots = max(1, slots)
        self.width = max(1, width)
        self.horizon = max(1, horizon)
    }

    package static func index(of moment: Timestamp) -> Int64 { index(of: moment, width: width) }

    func index(of moment: Timestamp) -> Int64 { Self.index(of: moment, width: width) }

    private static func index(of moment: Timestamp, width: Int64) -> Int64 {
        let (quotient, rest) = moment.milliseconds.quotientAndRemainder(dividingBy: width)
        return rest > 0 ? quotient + 1 : quotient
    }

    /// Where the cells of a moment's bucket begin.
    @inline(__always)
    package mutating func row(at moment: Timestamp) -> Int {
        if let last = lastRow {
            // Bucket b ends at b·width.
            let behind = last.bucket &* width &- moment.milliseconds
            if behind >= 0, behind < width { return last.row }
        }
        return row(of: index(of: moment))
    }

    /// Where the bucket's cells begin, cleared if its row held another bucket.
    package mutating func row(of bucket: Int64) -> Int {
        if labels.isEmpty {
            labels = Array(repeating: .min, count: horizon)
            cells = Array(repeating: HitCounts(), count: horizon * slots)
        }
        let position = position(of: bucket)
        let row = position * slots
        if labels[position] != bucket {
            labels[position] = bucket
            for cell in row..<(row + slots) { cells[cell] = HitCounts() }
        }
        lastRow = (bucket, row)
        return row
    }

    @inline(__always)
    package mutating func add(_ counts: HitCounts, row: Int, slot: Int) {
        cells[row + slot] += counts
    }

    /// Adds what `other`, written later, holds.
    /// - Parameter oldest: buckets before it are left out, being of use to no window any more.
    package mutating func merge(_ other: TimeBuckets, from oldest: Int64 = .min) {
        guard other.slots == slots, other.width == width else { return }
        for (position, bucket) in other.labels.enumerated() where bucket >= oldest {
            let source = position * slots
            guard other.cells[source..<(source + slots)].contains(where: { $0.lookups > 0 }) else {
                continue
            }
            let row = row(of: bucket)
            for slot in 0..<slots { cells[row + slot] += other.cells[source + slot] }
        }
    }

    /// The sum over (end − seconds, end] for one slot, where `end` is a bucket's index.
    package func sum(slot: Int, endingAt end: Int64, seconds: Int) -> HitCounts {
        var total = HitCounts()
        guard !labels.isEmpty else { return total }
        let buckets = min(Int64(horizon), Int64(seconds) * 1000 / width)
        for bucket in (end - buckets + 1)..<(end + 1) {
            let position = position(of: bucket)
            if labels[position] == bucket { total += cells[position * slots + slot] }
        }
        return total
    }

    /// The sum over the buckets behind one up to another, as far as they are kept.
    func sum(slot: Int, after first: Int64, upTo last: Int64) -> HitCounts {
        var total = HitCounts()
        guard !labels.isEmpty, first < last, last &- first <= Int64(horizon) else { return total }
        for bucket in (first + 1)...last {
            let position = position(of: bucket)
            if labels[position] == bucket { total += cells[position * slots + slot] }
        }
        return total
    }

    @inline(__always)
    private func position(of bucket: Int64) -> Int {
        let rest = Int(bucket % Int64(horizon))
        return rest < 0 ? rest + horizon : rest
    }
}
