/// Where growth that slows comes to an end, if it goes on to slow as it did: what is filled fills ever more
/// slowly, and a straight line through it leads far above where it levels.
///
/// The rise of the newest third beside that of the third before is how much it slows; the rises to come are a
/// geometric series.
struct Levelling: Sendable, Hashable {
    /// The most that it comes to, by two standard errors; nil: it does not slow for certain.
    let most: Double?

    /// Known for less than that it may slow for a moment: no end is said of it.
    static let leastSeconds = 60.0

    private static let leastPoints = 9
    private static let errors = 2.0

    init(_ points: [Trend.Point]) {
        most = Self.most(Trend.thinned(points))
    }

    private static func most(_ points: [Trend.Point]) -> Double? {
        guard points.count >= leastPoints, let first = points.first, let last = points.last else {
            return nil
        }
        let third = (last.seconds - first.seconds) / 3
        let heights = (0..<3).compactMap { part in
            let from = first.seconds + Double(part) * third
            return points.filter { (from...(from + third)).contains($0.seconds) }
                .map { $0.value }.median
        }
        guard heights.count == 3, let stray = stray(points) else { return nil }
        let (before, rise) = (heights[1] - heights[0], heights[2] - heights[1])
        guard before > 0, rise > 0 else { return nil }
        let share = rise / before
        // Of the difference of two medians of a third of the points each.
        let error = stray * 1.25 * (2 * 3 / Double(points.count)).squareRoot()
        let highest = share + errors * error * (1 + share * share).squareRoot() / before
        return highest < 1 ? heights[2] + rise * highest / (1 - highest) : nil
    }

    /// How far points lie from a smooth course: by how much each leaves the line through its neighbours, which
    /// for noise of one size is 2.45 times as much.
    private static func stray(_ points: [Trend.Point]) -> Double? {
        zip(points, zip(points.dropFirst(), points.dropFirst(2))).map { before, rest in
            abs(before.value - 2 * rest.0.value + rest.1.value)
        }.median.map { $0 / (0.6745 * 2.449) }
    }
}
