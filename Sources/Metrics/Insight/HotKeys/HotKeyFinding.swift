/// One key among those of its resource that are looked up most.
package struct HotKeyFinding: Sendable, Hashable {
    package var key: [UInt8]
    /// A resource's place in the policy, or the one behind them for keys of none.
    package var slot: Int
    package var lookups: UInt64
    package var misses: UInt64
    /// Of its resource's look-ups.
    package var share: Double
    /// Half the width of the share's 95 % interval; 0: every look-up was counted.
    package var error: Double
    /// What was counted is of so many seconds.
    package var seconds: Double

    init(
        key: [UInt8], slot: Int, lookups: UInt64, misses: UInt64, of sum: HotKeyCounter.Sum,
        seconds: Double
    ) {
        self.key = key
        self.slot = slot
        self.lookups = lookups
        self.misses = misses
        self.seconds = seconds
        share = sum.lookups > 0 ? min(1, Double(lookups) / Double(sum.lookups)) : 0
        error =
            sum.isSample && sum.taken > 0
            ? 1.96 * (share * (1 - share) / Double(sum.taken)).squareRoot() : 0
    }
}
