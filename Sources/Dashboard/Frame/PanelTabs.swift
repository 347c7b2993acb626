import Screen

/// The names of all panels with their digits, where one at a time is shown. With little room only the one
/// that is shown has a name.
struct PanelTabs: Widget {
    let focus: PanelID

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let forms = [line(glyphs) { $0.title }, line(glyphs) { $0.tab }, digits(glyphs)]
        canvas.write(Line.first(of: forms, within: rect.width), in: rect, glyphs: glyphs)
    }

    private func line(_ glyphs: Glyphs, _ name: (PanelKind) -> String) -> Line {
        PanelKind.all.reduce(Line()) { $0 + tab($1, name($1), glyphs) }
    }

    private func digits(_ glyphs: Glyphs) -> Line {
        PanelKind.all.reduce(Line()) { $0 + tab($1, $1.id == focus ? $1.title : "", glyphs) }
    }

    private func tab(_ kind: PanelKind, _ name: String, _ glyphs: Glyphs) -> Line {
        guard case .character(let key) = kind.key else { return Line() }
        let isFocus = kind.id == focus
        let mark = Line(DisplayText(isFocus ? glyphs.selection : " "), .accent)
        let words = name.isEmpty ? "" : " \(name)"
        return mark + Line(DisplayText(String(key)), .key)
            + Line(DisplayText(words), isFocus ? .focusedTitle : .dim)
    }
}
