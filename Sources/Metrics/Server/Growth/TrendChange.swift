/// The trend since a number changed its course, where it did: minutes of points are calm, and too slow
/// to show growth that began half a minute ago.
///
/// The newest 30, 60, 120 or 200 s are a course of their own when they leave the line of what was before
/// them by far more than the points of either stray from their own line. Noise stays within that: it is as
/// large before as after. Of several such stretches the one counts with which both lines fit best.
struct TrendChange {
    private static let stretches = [200.0, 120, 60, 30]
    /// What is before needs as much time as the shortest stretch.
    private static let leastBefore = 30.0
    private static let farAway = 4.0

    /// The trend since then, and which stretch that is; nil: one line describes all.
    let trend: Trend?
    let stretch: Double?

    init(_ points: [Trend.Point]) {
        var best: (trend: Trend, misfit: Double, stretch: Double)?
        for stretch in Self.stretches {
            guard let found = Self.course(of: points, newest: stretch) else { continue }
            if best.map({ found.misfit < $0.misfit }) ?? true {
                best = (found.trend, found.misfit, stretch)
            }
        }
        (trend, stretch) = (best?.trend, best?.stretch)
    }

    private static func course(
        of points: [Trend.Point], newest stretch: Double
    ) -> (trend: Trend, misfit: Double)? {
        guard let end = points.last?.seconds,
            let split = points.firstIndex(where: { end - $0.seconds <= stretch }),
            let old = Trend(points[..<split]), old.seconds >= leastBefore,
            let new = Trend(points[split...])
        else { return nil }
        let before = Trend.thinned(Array(points[..<split]))
        let since = Trend.thinned(Array(points[split...]))
        let (oldStray, newStray) = (old.distances(to: before), new.distances(to: since))
        guard let departure = old.distances(to: since).median,
            let usual = [oldStray.median, newStray.median].compactMap(\.self).max(),
            departure > farAway * usual
        else { return nil }
        return (trend: new, misfit: mean(oldStray) * old.seconds + mean(newStray) * new.seconds)
    }

    private static func mean(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }
}
