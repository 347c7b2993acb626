/// The head of a panel: a rule with a title, `─ Memory ─────── 2 GiB ─`. Panels have no side
/// borders of their own; `▸` stands before the title of the one with the focus; `Canvas.verticalLine` between two of them joins the rules.
package struct Panel: Widget, Hashable {
    package var title: RuleTitle
    package var isFocused: Bool

    package init(_ title: RuleTitle, isFocused: Bool = false) {
        self.title = title
        self.isFocused = isFocused
    }

    package init(_ name: DisplayText, annotation: Line = Line(), isFocused: Bool = false) {
        self.init(RuleTitle([name], [RulePart(.extra, annotation)]), isFocused: isFocused)
    }

    /// What is left for the content: below the rule, one column free on the left.
    package func content(of rect: Rect) -> Rect { rect.inset(left: 1, top: 1) }

    package func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        guard !rect.isEmpty else { return }
        canvas.horizontalLine(
            x: rect.x, y: rect.y, width: rect.width,
            style: isFocused ? .focusedBorder : .border, glyphs: glyphs)
        RuleText(
            title: title, style: isFocused ? .focusedTitle : .title, isMarked: isFocused
        ).draw(on: &canvas, in: rect.inset(left: 1, right: 1), glyphs: glyphs)
    }
}
