/// The most missed keys of the last hour in slices of time: a Space-Saving sketch of 1,024 counters for the
/// 15 s that are open, a table of 256 keys for each 15 s of 6 minutes, then one of 128 for each minute.
///
/// Of a window with M misses a count is never too high. It is too low by at most M/1024 + M/256 (under half a
/// per cent) while slices are as they were, and by M/128 more for what has become minutes (Agarwal and
/// others, "Mergeable Summaries", 2012: errors of merged sketches add up to no more than that of one).
/// A key with more misses than that is found. Hits are counted while the key is held, which it is from its
/// first miss on. It takes 0.8 MB with keys of 30 bytes, and 3 MB at most.
package struct KeySlices: Sendable {
    package static let capacity = 1024
    static let sliceCapacity = 256
    static let seconds: Int64 = 15
    static let minuteCapacity = 128
    static let slicesPerMinute = 60 / seconds
    /// Slices that are kept as they are, besides the open one.
    private static let fine: Int64 = 6 * slicesPerMinute
    private static let all: Int64 = 61 * slicesPerMinute

    /// Oldest first: minutes, then slices. None overlaps another.
    private(set) var tables: [KeyTable] = []
    private(set) var open: KeySketch
    /// The open slice's number: seconds since 1970 by its length; nil before the first look-up.
    private(set) var openSlice: Int64? {
        didSet { openEnd = openSlice.map { Self.start(of: $0 + 1).milliseconds } ?? .min }
    }
    /// In milliseconds: where it ends.
    private var openEnd = Int64.min
    /// Counts the changes of `tables`.
    private(set) var revision = 0

    package init(capacity: Int = KeySlices.capacity) {
        open = KeySketch(capacity: capacity)
    }

    static func slice(of moment: Timestamp) -> Int64 {
        let (quotient, rest) = moment.milliseconds.quotientAndRemainder(
            dividingBy: seconds * 1000)
        return rest < 0 ? quotient - 1 : quotient
    }

    static func start(of slice: Int64) -> Timestamp {
        let (milliseconds, overflow) = slice.multipliedReportingOverflow(by: seconds * 1000)
        return Timestamp(milliseconds: overflow ? 0 : milliseconds)
    }

    /// Whether the open slice is over at a moment. One before it counts in it: entries come in the order of
    /// their ids.
    @inline(__always)
    func isOver(at moment: Timestamp) -> Bool { moment.milliseconds >= openEnd }

    @inline(__always)
    mutating func record(_ key: UnsafeBufferPointer<UInt8>, hits: UInt64, misses: UInt64) {
        open.record(key, hits: hits, misses: misses)
    }

    /// Ends the open slice, adds it to what is counted for all time, and begins the one of a moment.
    mutating func begin(at moment: Timestamp, adding all: inout KeySketch) {
        let next = Self.slice(of: moment)
        defer { openSlice = next }
        guard let openSlice else { return }
        for entry in open.entries where entry.certainMisses > 0 || entry.hits > 0 {
            entry.key.withUnsafeBufferPointer {
                all.record($0, hits: entry.hits, misses: entry.certainMisses)
            }
        }
        tables.append(KeyTable(first: openSlice, open))
        open.restart()
        revision &+= 1
        let oldest = next - Self.all
        tables.removeAll { $0.last < oldest }
        gather(before: (next - Self.fine) / Self.slicesPerMinute * Self.slicesPerMinute)
    }

    /// Makes minutes of the slices before one.
    private mutating func gather(before end: Int64) {
        while let index = tables.firstIndex(where: { $0.slices == 1 && $0.first < end }) {
            let first = tables[index].first / Self.slicesPerMinute * Self.slicesPerMinute
            var sums: [[UInt8]: HitCounts] = [:]
            var count = 0
            while index + count < tables.count,
                tables[index + count].first < first + Self.slicesPerMinute
            {
                tables[index + count].add(to: &sums)
                count += 1
            }
            let minute = KeyTable(
                first: first, slices: Self.slicesPerMinute, sums, limit: Self.minuteCapacity)
            tables.replaceSubrange(index..<(index + count), with: [minute])
        }
    }

    /// Misses and hits of a key in each of the last minutes, oldest first; nil: it was not among those
    /// that are counted then.
    func minutes(of key: [UInt8], count: Int, endingAt moment: Timestamp) -> [HitCounts?] {
        let last = Self.slice(of: moment)
        var minutes = [HitCounts?](repeating: nil, count: count)
        func add(_ counts: HitCounts?, at slice: Int64) {
            guard let counts else { return }
            let age = (last - slice) / Self.slicesPerMinute
            guard slice <= last, age < Int64(count) else { return }
            let index = count - 1 - Int(age)
            minutes[index] = (minutes[index] ?? HitCounts())
            minutes[index]? += counts
        }
        for table in tables { add(table.counts(of: key), at: table.last) }
        if let openSlice, let entry = open.entry(of: key), entry.certain.lookups > 0 {
            add(entry.certain, at: openSlice)
        }
        return minutes
    }

    /// About what it takes in memory.
    package var byteCount: Int {
        let held = open.entries.reduce(0) { $0 + $1.key.count + 112 }
        return tables.reduce(held + open.capacity * 32) { $0 + $1.byteCount }
    }
}
