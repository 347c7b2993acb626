/// The misses of one resource by cause: counts of the sample, and all misses that there were.
struct MissCauseTally: Sendable {
    /// Columns: one a cause, then their sum.
    private static let all = MissCause.allCases.count

    private var sums = GroupedSums(width: Self.all + 1)
    /// Misses that were put down to a cause, `unknown` among them.
    private var sampled: UInt64 = 0
    private var hits: UInt64 = 0
    private var misses: UInt64 = 0
    /// Misses of which it is not known when they were: their ids lie ahead of the server's clock.
    private var untimed: UInt64 = 0
    /// The largest weight that a publisher gave one of its events; above 1 nothing can be told.
    private(set) var publishersWeight: UInt64 = 1

    @inline(__always) var isOfASample: Bool { publishersWeight != 1 }

    /// All look-ups, sampled or not.
    var counts: HitCounts { HitCounts(hits: hits, misses: misses) }

    @inline(__always)
    mutating func note(isHit: Bool, isTimed: Bool) {
        if isHit {
            hits &+= 1
        } else {
            misses &+= 1
            if !isTimed { untimed &+= 1 }
        }
    }

    mutating func noteWeight(_ weight: UInt64) { publishersWeight = max(publishersWeight, weight) }

    mutating func add(_ cause: MissCause, hash: UInt64, weight: Double) {
        sampled &+= 1
        let row = GroupedSums.row(hash: hash, weight: weight)
        sums.add(weight, row: row, column: cause.rawValue)
        sums.add(weight, row: row, column: Self.all)
    }

    /// - Parameter lineageWeight: what one of the lineage's misses stands for.
    mutating func move(_ recount: Recount, hash: UInt64, lineageWeight: Double) {
        let row = GroupedSums.row(hash: hash, weight: lineageWeight)
        sums.add(-recount.weight, row: row, column: recount.from.rawValue)
        sums.add(recount.weight, row: row, column: recount.to.rawValue)
    }

    /// nil: the publisher samples.
    var report: MissCauses? {
        guard publishersWeight == 1 else { return nil }
        let timed = misses - untimed
        let weight = sums.total(Self.all)
        var shares = MissCause.allCases.map { sums.total($0.rawValue) }
        // Misses of lineages that the sample does not take, and none yet of one that it does.
        if weight <= 0 { shares[MissCause.unknown.rawValue] = 1 }
        var counts = Apportionment.parts(of: timed, by: shares)
        counts[MissCause.unknown.rawValue] += untimed
        let errors = MissCause.allCases.map { sums.error(of: $0.rawValue, over: Self.all) }
        return MissCauses(
            counts: counts, sampled: sampled, error: sampled > 0 ? errors.max() : nil)
    }
}
