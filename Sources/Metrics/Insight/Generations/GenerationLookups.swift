/// How often each generation of one resource's keys was looked up in the last minute.
///
/// A counter's value says what the API should ask for; this is what it asks for. Bounded: the generations that
/// were asked for last, in buckets of about a second.
package struct GenerationLookups: Sendable, Hashable {
    private static let most = 6
    private static let buckets: Int64 = 64
    /// Milliseconds of a bucket, as a power of two: 1,024.
    private static let shift: Int64 = 10

    private var generations: [Int64] = []
    /// In which bucket each was asked for last.
    private var askedIn: [Int64] = []
    /// A row for each generation.
    private var cells: [UInt32] = []
    private var newest = Int64.min
    private var row = 0

    @inline(__always)
    mutating func add(_ generation: Int64, at now: Int64) {
        let bucket = now >> Self.shift
        if bucket > newest { advance(to: bucket) }
        guard newest &- bucket < Self.buckets else { return }
        if row >= generations.count || generations[row] != generation { turn(to: generation) }
        askedIn[row] = bucket
        cells[row &* Int(Self.buckets) &+ Int(truncatingIfNeeded: bucket & (Self.buckets - 1))] &+=
            1
    }

    private mutating func advance(to bucket: Int64) {
        let passed = newest == .min ? Self.buckets : min(Self.buckets, bucket &- newest)
        for offset in 0..<passed {
            let place = Int((bucket &- offset) & (Self.buckets - 1))
            for row in generations.indices { cells[row * Int(Self.buckets) + place] = 0 }
        }
        newest = bucket
    }

    private mutating func turn(to generation: Int64) {
        if let known = generations.firstIndex(of: generation) {
            row = known
        } else if generations.count < Self.most {
            row = generations.count
            generations.append(generation)
            askedIn.append(newest)
            cells += Array(repeating: 0, count: Int(Self.buckets))
        } else {
            row = askedIn.indices.min { askedIn[$0] < askedIn[$1] } ?? 0
            generations[row] = generation
            for place in 0..<Int(Self.buckets) { cells[row * Int(Self.buckets) + place] = 0 }
        }
    }

    /// Look-ups by generation in the whole buckets between two moments, as far as they are kept.
    func counts(after begin: Timestamp, upTo end: Timestamp) -> [Int64: UInt64] {
        let first = max((begin.milliseconds >> Self.shift) + 1, newest &- (Self.buckets - 1))
        let last = min((end.milliseconds >> Self.shift) - 1, newest)
        guard newest != .min, first <= last else { return [:] }
        var counts: [Int64: UInt64] = [:]
        for (row, generation) in generations.enumerated() {
            let sum = (first...last).reduce(UInt64(0)) {
                $0 + UInt64(cells[row * Int(Self.buckets) + Int($1 & (Self.buckets - 1))])
            }
            if sum > 0 { counts[generation] = sum }
        }
        return counts
    }
}
