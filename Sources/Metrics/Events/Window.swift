/// Look-ups in (T − seconds, T].
package struct Window: Sendable, Hashable, Codable {
    package static let lengths = [10, 60, 300]

    package var seconds: Int
    /// How much of it was observed: the stream may not reach back so far. null before any.
    @Nullable package var coveredSeconds: Double?
    package var hits: UInt64
    package var misses: UInt64
    /// null without look-ups.
    @Nullable package var hitRate: Double?

    package init(seconds: Int, coveredSeconds: Double?, counts: HitCounts) {
        self.seconds = seconds
        self.coveredSeconds = coveredSeconds
        hits = counts.hits
        misses = counts.misses
        hitRate = counts.hitRate
    }

    /// Less of it was observed than its length, by more than rounding.
    package var isCoveredInPart: Bool {
        coveredSeconds.map { $0 < Double(seconds) - 0.5 } ?? false
    }

    /// Look-ups per second over what was covered; nil when nothing was.
    package var lookupsPerSecond: Double? {
        guard let coveredSeconds else { return nil }
        return Rate.perSecond(Double(saturatingSum(hits, misses)), seconds: coveredSeconds)
    }
}
