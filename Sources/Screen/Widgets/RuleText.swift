/// A title on a rule that is already drawn.
struct RuleText {
    let title: RuleTitle
    let style: Style
    /// A sign before the title: the focus is seen without colours.
    var isMarked = false

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        guard !rect.isEmpty, rect.width > 2 else { return }
        let (name, words) = title.fitted(to: rect.width)
        if !words.isEmpty {
            let right = Line(" ") + words + Line(" ")
            let place = rect.splitLeft(rect.width - right.columns).rest
            canvas.write(right, in: place, glyphs: glyphs)
        }
        guard !name.isEmpty else { return }
        let text = name.truncated(to: rect.width - 2, glyphs: glyphs)
        let before = isMarked ? DisplayText(glyphs.selection) : " "
        canvas.write(before + text + " ", x: rect.x, y: rect.y, style: style)
    }
}
