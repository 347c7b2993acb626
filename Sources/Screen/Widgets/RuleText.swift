/// Title and annotation on a rule that is already drawn.
struct RuleText {
    let title: DisplayText
    let annotation: Line
    let style: Style
    /// A sign before the title: the focus is seen without colours.
    var isMarked = false

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        guard !rect.isEmpty, rect.width > 2 else { return }
        var room = rect.width
        if !annotation.isEmpty, title.columns + annotation.columns + 5 <= room {
            room -= annotation.columns + 2
            let right = Line(" ") + annotation + Line(" ")
            canvas.write(right, in: rect.splitLeft(room).rest, glyphs: glyphs)
        }
        guard !title.isEmpty else { return }
        let text = title.truncated(to: room - 2, glyphs: glyphs)
        let before = isMarked ? DisplayText(glyphs.selection) : " "
        canvas.write(before + text + " ", x: rect.x, y: rect.y, style: style)
    }
}
