/// How one resource's hit rate would differ at other TTLs: sums over the sampled lineages.
///
/// Only differences from what really happened are summed: a look-up that hits in reality and in the
/// simulation adds nothing. So the curve stands on the hit rate of all look-ups, and what errs by sampling
/// is only how far the steps lie apart. (SHARDS' correction and control variates do the same.)
struct TTLSimulation: Sendable {
    private static let lanes = TTLSteps.factors.count
    /// Columns: look-ups, then one a lane for the difference, then one a lane for look-ups before its start.
    private static let width = 1 + 2 * lanes

    let steps: TTLSteps
    /// After so long each lane counts, where events before the first were not read.
    private let waits: TTLSteps.Lanes
    private var sums = GroupedSums(width: width)
    /// From which tick on each lane counts: before, copies that were filled unseen could live in it.
    private var from: TTLSteps.Lanes
    private var isCounting = TTLSteps.Lanes()
    private var nextStart: UInt32
    private var ages = SIMD8<Double>()
    private var served = SIMD8<Double>()

    init(_ resource: Resource) {
        steps = TTLSteps(resource)
        var waits = steps.lives
        waits[TTLSteps.untilInvalidated] = waits[TTLSteps.untilInvalidated - 1]
        self.waits = waits
        from = waits
        nextStart = waits[0]
    }

    /// Caches of other sizes.
    /// - Parameter keepSeconds: how long each keeps what is not asked for, longest first.
    init(_ resource: Resource, keepSeconds: [Double]) {
        steps = TTLSteps(resource, keepSeconds: keepSeconds)
        waits = TTLSteps.Lanes(repeating: steps.keeps[0])
        from = waits
        nextStart = waits[0]
    }

    /// Nothing lies before: all lanes count from now on.
    mutating func countFromNow() {
        from = TTLSteps.Lanes()
        nextStart = 0
    }

    /// Events were lost: it begins anew, and what the copies are is known again one TTL later.
    mutating func restart(at now: UInt32) {
        sums = GroupedSums(width: Self.width)
        isCounting = TTLSteps.Lanes()
        from = waits &+ now
        nextStart = from[0]
    }

    /// One look-up.
    /// - Parameter found: in which of the simulated caches it hits.
    @inline(__always)
    mutating func add(
        isHit: Bool, found: SimulatedCopies.Found, at now: UInt32, row: Int, weight: Double
    ) {
        if now >= nextStart { start(at: now) }
        sums.add(weight, row: row, column: 0)
        let differs = isHit ? ~found & SimulatedCopies.all : found
        if differs != 0 { addDifferences(differs, row: row, weight: isHit ? -weight : weight) }
    }

    private mutating func addDifferences(
        _ differs: SimulatedCopies.Found, row: Int, weight: Double
    ) {
        for lane in 0..<Self.lanes where differs >> lane & 1 != 0 && isCounting[lane] != 0 {
            sums.add(weight, row: row, column: 1 + lane)
        }
    }

    /// Lanes begin to count: what was looked up before is not theirs.
    private mutating func start(at now: UInt32) {
        var next = UInt32.max
        for lane in 0..<Self.lanes where isCounting[lane] == 0 {
            if from[lane] <= now {
                isCounting[lane] = 1
                sums.copy(column: 0, to: 1 + Self.lanes + lane)
            } else {
                next = min(next, from[lane])
            }
        }
        nextStart = next
    }

    /// How old the copies are that this look-up is served from.
    mutating func noteAges(
        of copies: SimulatedCopies, found: SimulatedCopies.Found, at now: UInt32, weight: Double,
        hash: UInt64
    ) {
        let fresh = steps.ends(filledAt: now, hash: hash)
        for lane in 0..<TTLSteps.untilInvalidated where found >> lane & 1 != 0 {
            let end = copies.ends[lane]
            ages[lane] += weight * Double(fresh[lane] > end ? fresh[lane] - end : 0)
            served[lane] += weight
        }
    }

    /// By how much the hit rate at a step differs from the real one; nil: nothing was counted.
    func difference(_ lane: Int) -> (rate: Double, error: Double)? {
        guard isCounting[lane] != 0 else { return nil }
        let before = 1 + Self.lanes + lane
        let base = sums.total(0) - sums.total(before)
        guard base > 0 else { return nil }
        return (
            sums.total(1 + lane) / base,
            sums.error {
                $0[1 + lane]
            } over: {
                $0[0] - $0[before]
            }
        )
    }

    /// The mean age of a copy that is served, in seconds; nil: none was, or it is not bounded.
    func staleSeconds(_ lane: Int) -> Double? {
        guard lane != TTLSteps.untilInvalidated, served[lane] > 0 else { return nil }
        return ages[lane] / served[lane] * Double(TTLSteps.tick) / 1000
    }
}
