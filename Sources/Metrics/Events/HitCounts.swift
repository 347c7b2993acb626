/// Hits and misses that belong together. Sums saturate: a number from outside never traps.
package struct HitCounts: Sendable, Hashable {
    package var hits: UInt64
    package var misses: UInt64

    package init(hits: UInt64 = 0, misses: UInt64 = 0) {
        self.hits = hits
        self.misses = misses
    }

    package var lookups: UInt64 { saturatingSum(hits, misses) }

    /// 0…1; nil without look-ups: idle is not 0 %.
    package var hitRate: Double? {
        lookups == 0 ? nil : Double(hits) / Double(lookups)
    }

    package static func += (sum: inout HitCounts, other: HitCounts) {
        sum.hits = saturatingSum(sum.hits, other.hits)
        sum.misses = saturatingSum(sum.misses, other.misses)
    }
}

extension UInt64 {
    /// The nearest number to `value`, which may be any: negative is 0, NaN is 0.
    package init(saturating value: Double) {
        self = UInt64(exactly: value.rounded()) ?? (value > 0 ? .max : 0)
    }
}

@inline(__always)
func saturatingSum(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? .max : sum
}
