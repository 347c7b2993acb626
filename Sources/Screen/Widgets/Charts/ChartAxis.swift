/// The line below a chart: times, and letters where something happened.
///
/// Letters come first (`ChartMarks`); a time stands only where it is whole and touches nothing else.
package struct ChartAxis: Sendable, Hashable {
    package struct Label: Sendable, Hashable {
        /// Where the text begins.
        package var position: Double
        package var text: DisplayText

        package init(at position: Double, _ text: DisplayText) {
            self.position = position
            self.text = text
        }
    }

    package struct Event: Sendable, Hashable {
        package var position: Double
        package var letter: DisplayText
        /// Behind the letter where there is room: `03:07`.
        package var text: DisplayText
        package var style: Style

        package init(
            at position: Double, _ letter: DisplayText, text: DisplayText = "",
            style: Style = .accent
        ) {
            self.position = position
            self.letter = letter
            self.text = text
            self.style = style
        }
    }

    package var labels: [Label]
    package var events: [Event]
    var phase = 0.0

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        guard !rect.isEmpty else { return }
        for x in 0..<rect.width {
            let arms: Arms =
                x == 0 ? [.up, .right] : x == rect.width - 1 ? [.up, .left] : .horizontal
            canvas.put(glyphs.line(arms), columns: 1, x: rect.x + x, y: rect.y, style: .dim)
        }
        let columns = ChartColumns(rect.width, phase: phase)
        var free = Array(repeating: true, count: rect.width)
        // The same minute is not there twice, whether something happened in it or not.
        var times: Set<DisplayText> = []
        let marks = ChartMarks(of: events, among: columns)
        for mark in marks.marks { write(mark.text, mark.x, mark.event.style, &free, &canvas, rect) }
        // The newest first.
        for mark in marks.marks.reversed() where mark.others == 0 {
            let text = mark.event.text
            guard isAlone(mark.end + 1, text.columns, in: free), times.insert(text).inserted
            else { continue }
            canvas.write(" ", x: rect.x + mark.end, y: rect.y)
            write(text, mark.end + 1, .dim, &free, &canvas, rect)
        }
        for label in labels {
            // The line's own ends stay; a text never stands left of its place.
            let start = max(1, columns.place(of: label.position))
            guard isAlone(start, label.text.columns, in: free), times.insert(label.text).inserted
            else { continue }
            write(label.text, start, .dim, &free, &canvas, rect)
        }
    }

    private func write(
        _ text: DisplayText, _ x: Int, _ style: Style, _ free: inout [Bool],
        _ canvas: inout Canvas, _ rect: Rect
    ) {
        canvas.write(text, x: rect.x + x, y: rect.y, style: style)
        for place in x..<x + text.columns where free.indices.contains(place) { free[place] = false }
    }

    private func isFree(_ start: Int, _ columns: Int, in free: [Bool]) -> Bool {
        start >= 0 && start + columns <= free.count
            && (start..<start + columns).allSatisfy { free[$0] }
    }

    /// Free, and a column behind it as well, or the line's end.
    private func isAlone(_ start: Int, _ columns: Int, in free: [Bool]) -> Bool {
        guard columns > 0, isFree(start, columns, in: free) else { return false }
        let end = start + columns
        let before = start < 2 || free[start - 1] || start - 1 == 0
        return end < free.count && free[end] && before
    }
}
