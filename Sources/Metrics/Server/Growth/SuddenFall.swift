/// A number that fell suddenly, as used memory does by FLUSHALL: what was before says nothing of its growth.
///
/// A fall is one that leads below all of the last minute, so that a number which goes up and down has none, nor
/// has one that comes back from a peak. What is regained within a minute was a dip.
struct SuddenFall: Sendable, Hashable {
    /// Of the first point after it.
    let index: Int
    /// What the number was before.
    let height: Double
    /// What the number has to reach to be nearly what it was.
    let regained: Double

    private static let leastShare = 0.05
    private static let lowestSeconds = 60.0
    private static let dipSeconds = 60.0
    /// Points of which the middle one is the height before: one peak does not make it.
    private static let middlePoints = 5

    /// The newest one; nil: there is none.
    init?(_ points: [Trend.Point]) {
        for index in points.indices.dropFirst().reversed() {
            let drop = points[index - 1].value - points[index].value
            guard drop >= points[index - 1].value * Self.leastShare / 2,
                let height = points[max(0, index - Self.middlePoints)..<index].map({ $0.value })
                    .median,
                height - points[index].value >= height * Self.leastShare
            else { continue }
            let from = points[index].seconds - Self.lowestSeconds
            let lowest = points[..<index].reversed().prefix { $0.seconds >= from }
                .map { $0.value }.min()
            guard let lowest, points[index].value < lowest * (1 - Self.leastShare / 2) else {
                continue
            }
            let regained = height - (height - points[index].value) / 4
            let back = points[index...].first { $0.value >= regained }
            if let back, back.seconds - points[index].seconds < Self.dipSeconds { continue }
            self.index = index
            self.height = height
            self.regained = regained
            return
        }
        return nil
    }
}
