/// The most missed keys of the last minute, five and sixty, merged from slices.
///
/// What is over is merged when a slice ends, not at each look: then only the open slice is added.
/// A window begins with a slice, so it covers up to 15 s more than its name says; an hour begins with a minute.
struct KeyWindows: Sendable {
    static let lengths = [60, 300, 3600]
    /// Keys that are kept of the merged tables of a window.
    private static let capacity = 1024

    private(set) var slices = KeySlices()
    private var merged: [[[UInt8]: HitCounts]] = lengths.map { _ in [:] }
    private var revision = -1
    private var slice: Int64?

    mutating func observe(_ slices: KeySlices, at moment: Timestamp) {
        self.slices = slices
        settle(at: moment)
    }

    /// Leaves out what has become too old.
    mutating func settle(at moment: Timestamp) {
        let now = KeySlices.slice(of: moment)
        guard slices.revision != revision || now != slice else { return }
        revision = slices.revision
        slice = now
        for (index, seconds) in Self.lengths.enumerated() {
            var sums: [[UInt8]: HitCounts] = [:]
            let first = Self.first(of: seconds, now)
            for table in slices.tables where table.last >= first { table.add(to: &sums) }
            if sums.count > Self.capacity {
                sums = Dictionary(
                    uniqueKeysWithValues: sums.mostMissed(Self.capacity).map {
                        ($0.key, $0.counts)
                    })
            }
            merged[index] = sums
        }
    }

    private static func first(of seconds: Int, _ now: Int64) -> Int64 {
        now - Int64(seconds) / KeySlices.seconds
    }

    private func hasOpen(_ seconds: Int) -> Bool {
        guard let slice, let open = slices.openSlice else { return false }
        return open >= Self.first(of: seconds, slice)
    }

    /// Most misses first.
    func top(_ count: Int, seconds: Int) -> [[UInt8]] {
        guard count > 0, let index = Self.lengths.firstIndex(of: seconds) else { return [] }
        var sums = merged[index]
        if hasOpen(seconds) { slices.open.add(to: &sums) }
        return sums.mostMissed(count).filter { $0.counts.misses > 0 }.map(\.key)
    }

    /// All keys that are counted of the longest window, the open slice included.
    var longest: [[UInt8]: HitCounts] {
        var sums = merged.last ?? [:]
        if let seconds = Self.lengths.last, hasOpen(seconds) { slices.open.add(to: &sums) }
        return sums
    }

    /// Each key whose look-ups are counted, some more than once.
    func forEachKey(_ body: ([UInt8]) -> Void) {
        for table in slices.tables { table.forEachKey(body) }
        for entry in slices.open.entries { body(entry.key) }
    }

    /// In the longest window; 0: it is not among those that are counted.
    func misses(of key: [UInt8]) -> UInt64 {
        let open = slices.open.entry(of: key)?.certainMisses ?? 0
        return saturatingSum(merged.last?[key]?.misses ?? 0, open)
    }

    /// The windows in which a key is among those that are counted.
    func windows(of key: [UInt8], at now: Timestamp, countedFrom: Timestamp?) -> [Window] {
        let open = slices.open.entry(of: key)
        return Self.lengths.enumerated().compactMap { index, seconds in
            var counts = merged[index][key]
            if let open, open.certain.lookups > 0, hasOpen(seconds) {
                counts = counts ?? HitCounts()
                counts? += open.certain
            }
            return counts.map {
                Window(
                    seconds: seconds,
                    coveredSeconds: covered(seconds, at: now, countedFrom: countedFrom),
                    counts: $0)
            }
        }
    }

    private func covered(
        _ seconds: Int, at now: Timestamp, countedFrom: Timestamp?
    ) -> Double? {
        guard let slice else { return nil }
        var first = Self.first(of: seconds, slice)
        if seconds == 3600 { first -= first % KeySlices.slicesPerMinute }
        let start = KeySlices.start(of: first)
        return max(0, now.seconds(since: max(start, countedFrom ?? start)))
    }
}
