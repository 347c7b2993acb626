/// A bar filled to a ratio: `███████▏`, to an eighth of a column. Unknown is a dash, an empty
/// bar is 0. Whether the fill is a warning is the caller's to say.
package struct Gauge: Widget, Hashable {
    /// 0…1; nil when unknown.
    package var ratio: Double?
    package var style: Style
    /// Written behind the bar, right-aligned, when there is room for both.
    package var label: Line

    package init(ratio: Double?, style: Style = .bar, label: Line = Line()) {
        self.ratio = ratio
        self.style = style
        self.label = label
    }

    package func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        guard !rect.isEmpty else { return }
        let room = label.isEmpty ? 0 : label.columns
        let (bar, right) = rect.splitRight(room < rect.width ? room : 0)
        canvas.write(label, in: right, alignment: .trailing, glyphs: glyphs)
        guard let ratio, !ratio.isNaN else {
            canvas.write("-", x: bar.x, y: bar.y, style: .dim)
            return
        }
        // Anything above nothing is visible, and only full is full.
        let steps = glyphs.barParts.count + 1
        let all = bar.width * steps
        var filled = Int((ratio.clamped * Double(all)).rounded())
        if ratio > 0 { filled = max(filled, 1) }
        if ratio < 1 { filled = min(filled, all - 1) }
        for column in 0..<bar.width {
            let rest = filled - column * steps
            let x = bar.x + column
            if rest >= steps {
                canvas.write(glyphs.barFull, x: x, y: bar.y, style: style)
            } else if rest > 0, let part = glyphs.barParts.element(at: rest - 1) {
                canvas.write(part, x: x, y: bar.y, style: style)
            } else {
                canvas.write(glyphs.barEmpty, x: x, y: bar.y, style: .barEmpty)
            }
        }
    }
}
