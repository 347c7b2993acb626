extension HitCounts {
    /// Between which rates the hit rate lies with 95 % (Wilson, 1927), were each look-up a draw of its own;
    /// nil without look-ups.
    package var rateInterval: ClosedRange<Double>? { rateInterval(deviations: 1.96) }

    func rateInterval(deviations: Double) -> ClosedRange<Double>? {
        CountedRate(self)?.interval(deviations: deviations)
    }
}
