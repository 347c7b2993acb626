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
    /// The happenings of a stretch of time that have a letter, oldest first.
    func chartMarks(from start: Timestamp, to end: Timestamp) -> [ChartMark] {
        newestRows.reversed().compactMap(\.mark).filter { $0.at > start && $0.at <= end }
    }

    /// The mark before its row, the same in a file and in the past; nil: it is too old for one.
    func mark(of happening: Happening, at index: Int, of count: Int) -> ChartMark? {
        guard index >= count - TimelineLetters.count,
            let letter = happening.isUnclaimed ? glyphs.cross : letters.letter(of: happening)
        else { return nil }
        return ChartMark(
            at: happening.entry.at, letter: letter,
            style: happening.style)
    }
}

extension Happening {
    /// Of its mark.
    fileprivate var style: Style {
        entry.kind == .flush ? .critical : isUnclaimed ? .warning : .accent
    }

    /// Keys went, and no one says that it was theirs.
    var isUnclaimed: Bool { entry.kind == .unannounced || entry.kind == .flush }
}
