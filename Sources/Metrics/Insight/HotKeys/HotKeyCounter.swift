/// The keys that are looked up most, of each resource in the last five minutes.
///
/// A Space-Saving sketch for each resource and slice of 15 s, fed with a random sample of the look-ups: all of
/// them while there are few, one in 64 at most, so that an event costs next to nothing. The sketch's "misses"
/// are look-ups here, and its "hits" are the misses among them.
struct HotKeyCounter: Sendable {
    private static let slices: Int64 = 20
    private static let capacity = 128
    /// Keys that are kept of a slice that is over.
    private static let kept = 32
    /// Look-ups of a slice that are enough, and of how many one is taken at most.
    private static let enough: UInt64 = 4096
    private static let mostStride: UInt64 = 64

    /// What was taken of one resource's look-ups.
    struct Sum: Sendable, Hashable {
        /// Look-ups that they stand for.
        var lookups: UInt64 = 0
        var taken: UInt64 = 0
        var isSample = false

        static func += (sum: inout Sum, other: Sum) {
            sum.lookups = saturatingSum(sum.lookups, other.lookups)
            sum.taken = saturatingSum(sum.taken, other.taken)
            sum.isSample = sum.isSample || other.isSample
        }
    }

    private struct Slice: Sendable {
        var number: Int64
        var tables: [KeyTable]
        var sums: [Sum]
    }

    private var open: [KeySketch]
    private var openSums: [Sum]
    private var openSlice: Int64?
    private var closed: [Slice] = []
    private var began: Timestamp?
    private(set) var newest: Timestamp?
    private var stride: UInt64 = 1
    /// Look-ups until the next is taken.
    private var skip: UInt64 = 0
    private var taken: UInt64 = 0
    private var random = SplitMix64(seed: 0x5eed)

    /// - Parameter slots: resources, and one for the keys of none.
    init(slots: Int) {
        open = Array(repeating: KeySketch(capacity: Self.capacity), count: slots)
        openSums = Array(repeating: Sum(), count: slots)
    }

    /// Whether the next look-up is of the sample.
    @inline(__always)
    mutating func takesNext() -> Bool {
        guard skip > 0 else { return true }
        skip &-= 1
        return false
    }

    /// A look-up of the sample.
    mutating func add(
        _ key: UnsafeBufferPointer<UInt8>, of slot: Int, isHit: Bool, weight: UInt64,
        at moment: Timestamp
    ) {
        guard open.indices.contains(slot) else { return }
        let number = KeySlices.slice(of: moment)
        began = began ?? moment
        newest = max(newest ?? moment, moment)
        if openSlice.map({ number > $0 }) ?? true { begin(number) }
        let (product, overflow) = weight.multipliedReportingOverflow(by: stride)
        let lookups = overflow ? .max : product
        open[slot].record(key, hits: isHit ? 0 : lookups, misses: lookups)
        openSums[slot] += Sum(lookups: lookups, taken: 1, isSample: stride > 1)
        taken += 1
        if taken >= 2 * Self.enough, stride < Self.mostStride {
            stride *= 2
            taken = Self.enough
        }
        skip = stride > 1 ? random.next() % (2 * stride - 1) : 0
    }

    private mutating func begin(_ number: Int64) {
        defer { openSlice = number }
        taken = 0
        guard let openSlice else { return }
        let tables = open.map { sketch in
            var counts: [[UInt8]: HitCounts] = [:]
            sketch.add(to: &counts)
            return KeyTable(first: openSlice, slices: 1, counts, limit: Self.kept)
        }
        closed.append(Slice(number: openSlice, tables: tables, sums: openSums))
        closed.removeAll { $0.number <= number - Self.slices }
        let lookups = openSums.reduce(0) { saturatingSum($0, $1.lookups) }
        stride = min(Self.mostStride, max(1, lookups / Self.enough))
        for slot in open.indices {
            open[slot].restart()
            openSums[slot] = Sum()
        }
    }

    /// Seconds of the events' time that the counts are of.
    func seconds(at moment: Timestamp) -> Double {
        let first = closed.first?.number ?? openSlice ?? KeySlices.slice(of: moment)
        let start = KeySlices.start(of: first)
        return max(0, moment.seconds(since: max(start, began ?? start)))
    }

    /// The keys of each resource that are looked up most.
    func top(_ count: Int, at moment: Timestamp) -> [HotKeyFinding] {
        let seconds = seconds(at: moment)
        return open.indices.flatMap { slot -> [HotKeyFinding] in
            var sum = openSums[slot]
            var counts: [[UInt8]: HitCounts] = [:]
            open[slot].add(to: &counts)
            for slice in closed {
                slice.tables[slot].add(to: &counts)
                sum += slice.sums[slot]
            }
            return counts.mostMissed(count).filter { $0.counts.misses > 0 }.map {
                HotKeyFinding(
                    key: $0.key, slot: slot, lookups: $0.counts.misses, misses: $0.counts.hits,
                    of: sum, seconds: seconds)
            }
        }
    }
}
