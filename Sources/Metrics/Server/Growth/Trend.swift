/// How a number grows: the median of the slopes between all pairs of points (Theil, 1950; Sen, 1968).
///
/// Up to 29 % of the points may be anything without moving it, so a fork, a burst or a sweep does not
/// look like growth. Where fewer than four of five pairs go the same way, it goes up and down: slope 0.
struct Trend: Sendable, Hashable {
    typealias Point = (seconds: Double, value: Double)

    /// Per second.
    let slope: Double
    /// From the first point to the last.
    let seconds: Double
    /// By how much eight of ten points go up and down beside the line.
    let swing: Double
    /// The points' middle height above a line of this slope through zero.
    private let base: Double

    static let mostPoints = 30
    private static let leastPoints = 5
    private static let leastSeconds = 10.0
    private static let leastAgreement = 0.8

    /// nil with too few points, or too little time between them.
    init?(_ points: some BidirectionalCollection<Point>) {
        guard points.count >= Self.leastPoints, let first = points.first, let last = points.last,
            last.seconds - first.seconds >= Self.leastSeconds
        else { return nil }
        seconds = last.seconds - first.seconds
        let points = Self.thinned(Array(points))
        var slopes: [Double] = []
        for (index, point) in points.enumerated() {
            for earlier in points[..<index] where point.seconds > earlier.seconds {
                slopes.append((point.value - earlier.value) / (point.seconds - earlier.seconds))
            }
        }
        guard let middle = slopes.median else { return nil }
        let same = slopes.count { middle > 0 ? $0 > 0 : $0 < 0 }
        let agrees = Double(same) >= Self.leastAgreement * Double(slopes.count)
        let slope = agrees ? middle : 0
        self.slope = slope
        let heights = points.map { $0.value - slope * $0.seconds }.sorted()
        base = heights.median ?? 0
        let edge = heights.count / 10
        swing = heights[heights.count - 1 - edge] - heights[edge]
    }

    /// Of a few points that lie runs of a monitor apart: the newest against what earlier runs measured.
    init?(recalled: [Point], _ points: [Point]) {
        guard let first = recalled.first, let last = points.last,
            last.seconds - first.seconds >= Self.leastApart
        else { return nil }
        // Points of one run lie close together: its last counts.
        let far = recalled.filter { last.seconds - $0.seconds >= Self.leastApart / 2 } + [last]
        if let trend = Trend(far) {
            self = trend
            return
        }
        let slope = (last.value - first.value) / (last.seconds - first.seconds)
        self.slope = slope
        seconds = last.seconds - first.seconds
        base = last.value - slope * last.seconds
        swing = 0
    }

    private static let leastApart = 30.0

    /// How far points lie from its line.
    func distances(to points: some Sequence<Point>) -> [Double] {
        points.map { abs($0.value - base - slope * $0.seconds) }
    }

    /// Of many points the middle one of each of some equal parts: what is rare in every part is in none.
    static func thinned(_ points: [Point]) -> [Point] {
        guard points.count > mostPoints else { return points }
        return (0..<mostPoints).compactMap { part in
            let begin = part * points.count / mostPoints
            let end = (part + 1) * points.count / mostPoints
            return points[begin..<end].sorted { $0.value < $1.value }.middle
        }
    }
}

extension [Double] {
    /// The upper one of two middle ones; nil: empty.
    var median: Double? { sorted().middle }
}

extension Array {
    fileprivate var middle: Element? { isEmpty ? nil : self[count / 2] }
}
