/// How a number grows: the median of the slopes between all pairs of points (Theil, 1950; Sen, 1968).
///
/// Up to 29 % of the points may be anything without moving it, so a fork, a burst or a sweep does not
/// look like growth. Where fewer than four of five pairs go the same way, it goes up and down: slope 0.
struct Trend: Sendable, Hashable {
    /// Per second.
    let slope: Double
    /// From the first point to the last.
    let seconds: Double

    static let mostPoints = 30
    private static let leastPoints = 5
    private static let leastSeconds = 10.0
    private static let leastAgreement = 0.8

    /// nil with too few points, or too little time between them. Of many, some evenly spread are taken.
    init?(_ points: [(seconds: Double, value: Double)]) {
        let points = Self.thinned(points)
        guard points.count >= Self.leastPoints, let first = points.first, let last = points.last,
            last.seconds - first.seconds >= Self.leastSeconds
        else { return nil }
        seconds = last.seconds - first.seconds
        var slopes: [Double] = []
        for (index, point) in points.enumerated() {
            for earlier in points[..<index] where point.seconds > earlier.seconds {
                slopes.append((point.value - earlier.value) / (point.seconds - earlier.seconds))
            }
        }
        slopes.sort()
        let middle = slopes[slopes.count / 2]
        let same = slopes.count { middle > 0 ? $0 > 0 : $0 < 0 }
        let agrees = Double(same) >= Self.leastAgreement * Double(slopes.count)
        slope = agrees ? middle : 0
    }

    /// Of a few points that lie runs of a monitor apart: the newest against what earlier runs measured.
    init?(
        recalled: [(seconds: Double, value: Double)], _ points: [(seconds: Double, value: Double)]
    ) {
        guard let first = recalled.first, let last = points.last,
            last.seconds - first.seconds >= Self.leastApart
        else { return nil }
        // Points of one run lie close together: its last counts.
        let far = recalled.filter { last.seconds - $0.seconds >= Self.leastApart / 2 } + [last]
        if let trend = Trend(far) {
            self = trend
            return
        }
        seconds = last.seconds - first.seconds
        slope = (last.value - first.value) / seconds
    }

    private static let leastApart = 30.0

    private static func thinned(
        _ points: [(seconds: Double, value: Double)]
    ) -> [(seconds: Double, value: Double)] {
        guard points.count > mostPoints else { return points }
        // The last one is always among them.
        return (1...mostPoints).map { points[$0 * points.count / mostPoints - 1] }
    }
}
