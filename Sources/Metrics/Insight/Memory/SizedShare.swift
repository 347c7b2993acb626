/// Which of the tracked lineages caches of other sizes are simulated with: all of a few, one in four of many.
///
/// By bits of the hash that neither sampling nor the table's index takes.
struct SizedShare: Sendable, Hashable {
    /// Of lineages; beyond it a quarter is enough.
    static let most = 16_384
    private static let quarter: UInt64 = 3 << 24

    private var mask: UInt64 = 0

    var weight: Double { mask == 0 ? 1 : 4 }

    @inline(__always)
    func takes(_ hash: UInt64) -> Bool { hash & mask == 0 }

    mutating func note(lineages: Int) {
        if lineages > Self.most { mask = Self.quarter }
    }
}
