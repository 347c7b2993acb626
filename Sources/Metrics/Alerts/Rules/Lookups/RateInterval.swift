extension HitCounts {
    /// Between which rates the hit rate lies with 95 % (Wilson, 1927), were each look-up a draw of its own;
    /// nil without look-ups.
    package var rateInterval: ClosedRange<Double>? {
        guard let rate = hitRate else { return nil }
        let (count, z) = (Double(lookups), 1.96)
        let middle = (rate + z * z / (2 * count)) / (1 + z * z / count)
        let half =
            z / (1 + z * z / count)
            * (rate * (1 - rate) / count + z * z / (4 * count * count)).squareRoot()
        return max(0, middle - half)...min(1, middle + half)
    }
}
