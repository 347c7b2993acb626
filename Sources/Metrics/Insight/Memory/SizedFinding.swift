/// How one resource's hit rate, and the number of its copies, would differ in caches of other sizes.
///
/// An LRU cache of a size evicts what was not asked for within a time that is the same for all its copies, its
/// characteristic time (Fagin, 1977; Che, Tung and Wang, 2002): so a cache that keeps copies for that time stands
/// for the size that they take.
package struct SizedFinding: Sendable, Hashable {
    /// For each time that copies are kept, longest first: by how much the hit rate differs from the measured
    /// one, and half the width of its 95 % interval.
    package var differences: [Double]
    package var errors: [Double]
    /// How many copies there are.
    package var copies: [Double]
    package var lookups: UInt64
    package var hitRate: Double

    package init(
        differences: [Double], errors: [Double], copies: [Double], lookups: UInt64, hitRate: Double
    ) {
        self.differences = differences
        self.errors = errors
        self.copies = copies
        self.lookups = lookups
        self.hitRate = hitRate
    }

    /// nil: there were no look-ups, or they were not read for long enough.
    init?(_ simulation: TTLSimulation, counts: HitCounts, copies: SIMD8<Double>) {
        guard let measured = counts.hitRate else { return nil }
        let lanes = TTLSteps.factors.indices
        let found = lanes.compactMap { simulation.difference($0) }
        guard found.count == lanes.count else { return nil }
        self.init(
            differences: found.map(\.rate), errors: found.map(\.error),
            copies: lanes.map { copies[$0] }, lookups: counts.lookups, hitRate: measured)
    }
}
