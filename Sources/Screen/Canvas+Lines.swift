// Rules and frames that join where they meet: `┬` appears because a vertical line starts on a
// horizontal one, not because somebody counted columns. A cell takes part in joining only when
// its style is a border, so that a hyphen in a text never becomes a crossing.

extension Canvas {
    package mutating func horizontalLine(
        x: Int, y: Int, width: Int, style: Style = .border, glyphs: Glyphs
    ) {
        guard width > 0 else { return }
        for column in max(x, 0)..<max(min(x + width, size.columns), max(x, 0)) {
            var arms = Arms.horizontal
            if isLine(x: column, y: y, along: .vertical, glyphs) {
                if column == x { arms = .right }
                if column == x + width - 1 { arms = .left }
            }
            join(arms, x: column, y: y, style: style, glyphs)
        }
    }

    /// Ends on a horizontal line become `┬` or `┴`: let it start and end on the rules.
    package mutating func verticalLine(
        x: Int, y: Int, height: Int, style: Style = .border, glyphs: Glyphs
    ) {
        guard height > 0 else { return }
        for row in max(y, 0)..<max(min(y + height, size.rows), max(y, 0)) {
            var arms = Arms.vertical
            if isLine(x: x, y: row, along: .horizontal, glyphs) {
                if row == y { arms = .down }
                if row == y + height - 1 { arms = .up }
            }
            join(arms, x: x, y: row, style: style, glyphs)
        }
    }

    /// A closed frame around `rect`; what was below its edge is overwritten.
    package mutating func frame(_ rect: Rect, style: Style = .border, glyphs: Glyphs) {
        guard rect.width > 1, rect.height > 1 else { return }
        func put(_ arms: Arms, _ x: Int, _ y: Int) {
            self.put(glyphs.line(arms), columns: 1, x: x, y: y, style: style)
        }
        let visible = rect.intersection(bounds)
        for x in visible.x..<visible.maxX {
            put(.horizontal, x, rect.y)
            put(.horizontal, x, rect.maxY - 1)
        }
        for y in visible.y..<visible.maxY {
            put(.vertical, rect.x, y)
            put(.vertical, rect.maxX - 1, y)
        }
        put([.right, .down], rect.x, rect.y)
        put([.left, .down], rect.maxX - 1, rect.y)
        put([.right, .up], rect.x, rect.maxY - 1)
        put([.left, .up], rect.maxX - 1, rect.maxY - 1)
    }

    private func isLine(x: Int, y: Int, along arms: Arms, _ glyphs: Glyphs) -> Bool {
        lineArms(x: x, y: y, glyphs).map { !$0.isDisjoint(with: arms) } ?? false
    }

    private func lineArms(x: Int, y: Int, _ glyphs: Glyphs) -> Arms? {
        guard let cell = self[x, y], cell.style == .border || cell.style == .focusedBorder
        else { return nil }
        return glyphs.arms(of: cell.text)
    }

    private mutating func join(_ arms: Arms, x: Int, y: Int, style: Style, _ glyphs: Glyphs) {
        let all = arms.union(lineArms(x: x, y: y, glyphs) ?? [])
        put(glyphs.line(all), columns: 1, x: x, y: y, style: style)
    }
}
