/// A dialog whose lines may be more than fit: they scroll, and its lower rule says how many there are above
/// and below. What answers the dialog stands below the lines and never scrolls away.
package struct ScrollBox: Widget, Hashable {
    package var title: DisplayText
    /// In the upper rule, longest first: the forms of one part.
    package var annotations: [Line]
    package var style: Style
    /// Columns of the whole box, at most.
    package var width: Int
    package var lines: [Line]
    package var answers: [Line]
    /// The first line that is shown; one beyond the last page counts as that.
    package var offset: Int

    package init(
        _ title: DisplayText, annotations: [Line] = [], style: Style = .focusedBorder, width: Int,
        lines: [Line], answers: [Line] = [], offset: Int = 0
    ) {
        self.title = title
        self.annotations = annotations
        self.style = style
        self.width = width
        self.lines = lines
        self.answers = answers
        self.offset = offset
    }

    /// Columns of a line in a box of this width.
    package static func textColumns(_ width: Int) -> Int { max(1, width - 4) }

    package func place(in rect: Rect) -> Rect {
        rect.centered(width: width, height: lines.count + answers.count + 2)
    }

    /// The lines that fit at once: a page.
    package func page(in rect: Rect) -> Int {
        max(0, place(in: rect).height - 2 - answers.count)
    }

    package func lastOffset(in rect: Rect) -> Int { max(0, lines.count - page(in: rect)) }

    package func isWhole(in rect: Rect) -> Bool { lastOffset(in: rect) == 0 }

    /// The row of an answer: for a field that is typed into.
    package func answer(_ index: Int, in rect: Rect) -> Rect {
        let inside = inside(rect)
        return inside.row(inside.height - answers.count + index)
    }

    private func inside(_ rect: Rect) -> Rect { Box(title).content(of: place(in: rect)) }

    package func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let place = place(in: rect)
        let rule = RuleTitle([title], [RulePart(.extra, annotations)])
        canvas.draw(Box(rule, style: style), in: place, glyphs: glyphs)
        let inside = inside(rect)
        let page = page(in: rect)
        let first = min(max(0, offset), lastOffset(in: rect))
        for (row, line) in lines.dropFirst(first).prefix(page).enumerated() {
            canvas.write(line, in: inside.row(row), glyphs: glyphs)
        }
        for (index, line) in answers.enumerated() {
            canvas.write(line, in: answer(index, in: rect), glyphs: glyphs)
        }
        drawMore(
            above: first, below: lines.count - first - page, on: &canvas, in: place, glyphs: glyphs)
    }

    private func drawMore(
        above: Int, below: Int, on canvas: inout Canvas, in place: Rect, glyphs: Glyphs
    ) {
        guard lines.count > page(in: place) else { return }
        var words: [String] = []
        if above > 0 { words.append("\(glyphs.up)\(above)") }
        if below > 0 { words.append("\(glyphs.down)\(below) more") }
        let line = Line(DisplayText(" \(words.joined(separator: "  ")) "), .accent)
        canvas.write(
            line, in: place.row(place.height - 1).inset(left: 1, right: 2), alignment: .trailing,
            glyphs: glyphs)
    }
}
