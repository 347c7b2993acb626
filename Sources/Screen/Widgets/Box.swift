/// A closed frame over what is there: dialogs and help. Its inside is blanked.
package struct Box: Widget, Hashable {
    package var title: RuleTitle
    package var style: Style

    package init(_ title: RuleTitle, style: Style = .focusedBorder) {
        self.title = title
        self.style = style
    }

    package init(
        _ name: DisplayText, annotation: Line = Line(), style: Style = .focusedBorder
    ) {
        self.init(RuleTitle([name], [RulePart(.extra, annotation)]), style: style)
    }

    package func content(of rect: Rect) -> Rect {
        rect.inset(left: 2, top: 1, right: 2, bottom: 1)
    }

    package func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        canvas.fill(rect)
        canvas.frame(rect, style: style, glyphs: glyphs)
        RuleText(title: title, style: .focusedTitle)
            .draw(on: &canvas, in: rect.inset(left: 2, right: 2), glyphs: glyphs)
    }
}
