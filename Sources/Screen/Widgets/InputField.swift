/// A line that the operator types into: the end stays visible, where the cursor is.
package struct InputField: Widget, Hashable {
    package var text: DisplayText
    /// Shown while there is no text: `product id, for example 42`.
    package var placeholder: DisplayText

    package init(_ text: DisplayText, placeholder: DisplayText = "") {
        self.text = text
        self.placeholder = placeholder
    }

    package func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        guard !rect.isEmpty else { return }
        canvas.fill(rect.row(0), style: .input)
        var visible = text
        if text.columns >= rect.width {
            let room = rect.width - 1 - glyphs.ellipsis.columns
            visible = (room > 0 ? glyphs.ellipsis : "") + text.suffix(columns: max(0, room))
        }
        let used = canvas.write(visible, x: rect.x, y: rect.y, style: .input)
        if text.isEmpty {
            canvas.write(placeholder, x: rect.x + 1, y: rect.y, style: .dim)
        }
        canvas.write(" ", x: rect.x + used, y: rect.y, style: .cursor)
    }
}
