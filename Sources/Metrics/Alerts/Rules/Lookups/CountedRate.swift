/// A hit rate and the look-ups that it is of.
struct CountedRate: Sendable, Hashable {
    var rate: Double
    var lookups: UInt64

    /// nil without look-ups.
    init?(_ counts: HitCounts) {
        guard let rate = counts.hitRate else { return nil }
        self.init(rate: rate, lookups: counts.lookups)
    }

    init(rate: Double, lookups: UInt64) {
        self.rate = rate
        self.lookups = lookups
    }
}

extension CountedRate {
    /// Wilson's interval (1927).
    func interval(deviations z: Double) -> ClosedRange<Double> {
        let count = max(1, Double(lookups))
        let middle = (rate + z * z / (2 * count)) / (1 + z * z / count)
        let half =
            z / (1 + z * z / count)
            * (max(0, rate * (1 - rate)) / count + z * z / (4 * count * count)).squareRoot()
        let lowest = min(1, max(0, middle - half))
        return lowest...max(lowest, min(1, middle + half))
    }

    /// The one that fell further for certain; where neither did, the lower one.
    static func lower(
        _ a: CountedRate?, _ b: CountedRate?, than before: CountedRate?
    ) -> CountedRate? {
        guard let a, let b else { return a ?? b }
        let falls = before.map { before in [a, b].map { RateFall(before: before, now: $0).certain }
        }
        if let falls, falls[0] > 0 || falls[1] > 0 { return falls[0] >= falls[1] ? a : b }
        return a.rate <= b.rate ? a : b
    }
}
