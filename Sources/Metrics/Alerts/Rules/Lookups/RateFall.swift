/// Whether a hit rate that is lower than before is more than chance: the difference of two shares, by the
/// interval of Newcombe (1998, method 10) of their two intervals of Wilson.
///
/// A rate is looked at every second, of several sets of resources, for ten minutes after each happening: the
/// bound is one that chance passes less than once a day.
struct RateFall: Sendable, Hashable {
    static let deviations = 4.5
    /// Of fewer the interval says too much where the rate was near 1.
    private static let leastLookups: UInt64 = 5

    let before: CountedRate
    let now: CountedRate

    /// By how much it fell at least; not above 0: by nothing that chance would not explain.
    var certain: Double {
        guard now.lookups >= Self.leastLookups else { return 0 }
        let high = before.rate - before.interval(deviations: Self.deviations).lowerBound
        let low = now.interval(deviations: Self.deviations).upperBound - now.rate
        return before.rate - now.rate - (high * high + low * low).squareRoot()
    }

    var isCertain: Bool { certain > 0 }
}
