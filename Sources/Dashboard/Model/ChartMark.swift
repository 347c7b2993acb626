package import Metrics
package import Screen

/// A happening on a chart's time axis, named by the letter that its row in the timeline has.
package struct ChartMark: Sendable, Hashable {
    package var at: Timestamp
    package var letter: String
    package var style: Style

    package init(at: Timestamp, letter: String, style: Style) {
        self.at = at
        self.letter = letter
        self.style = style
    }
}

extension State {
    /// The newest happenings of a stretch of time, oldest first, lettered from A on.
    func chartMarks(from start: Timestamp, to end: Timestamp) -> [ChartMark] {
        let rows = present.activity.filter { $0.at > start && $0.at <= end }.prefix(26).reversed()
        return rows.enumerated().map { index, row in
            ChartMark(
                at: row.at, letter: String(UnicodeScalar(UInt8(65 + index))), style: .accent)
        }
    }
}
