/// Why a resource's look-ups missed: counts that add up to its misses.
package struct MissCauses: Sendable, Hashable, Codable {
    package var cold: UInt64
    package var expired: UInt64
    package var invalidated: UInt64
    package var early: UInt64
    package var unknown: UInt64
    /// Misses that were put down to a cause; the counts are scaled to all.
    package var sampled: UInt64
    /// Half the width of the 95 % interval of the shares, the widest of them; 0: every lineage is tracked.
    /// null without misses.
    @Nullable package var error: Double?

    /// - Parameter counts: in the order of `MissCause`.
    init(counts: [UInt64], sampled: UInt64, error: Double?) {
        func count(_ cause: MissCause) -> UInt64 {
            cause.rawValue < counts.count ? counts[cause.rawValue] : 0
        }
        cold = count(.cold)
        expired = count(.expired)
        invalidated = count(.invalidated)
        early = count(.early)
        unknown = count(.unknown)
        self.sampled = sampled
        self.error = error
    }

    package subscript(cause: MissCause) -> UInt64 {
        switch cause {
        case .cold: cold
        case .expired: expired
        case .invalidated: invalidated
        case .early: early
        case .unknown: unknown
        }
    }
}
