import Screen

/// The names of all panels with their digits, where one at a time is shown. With little room only the one
/// that is shown has a name.
struct PanelTabs: Widget {
    let focus: PanelID

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        canvas.write(
            tabs(within: rect.width, glyphs).reduce(Line(), +), in: rect, glyphs: glyphs)
    }

    /// The panel whose name stands at a column; nil: none does.
    func panel(at column: Int, width: Int, _ glyphs: Glyphs) -> PanelID? {
        guard (0..<width).contains(column) else { return nil }
        var end = 0
        for (kind, tab) in zip(PanelKind.all, tabs(within: width, glyphs)) {
            end += tab.columns
            if column < end { return kind.id }
        }
        return nil
    }

    /// One for each panel, in the longest names that there is room for.
    private func tabs(within width: Int, _ glyphs: Glyphs) -> [Line] {
        let names: [(PanelKind) -> String] = [
            { $0.title }, { $0.tab }, { $0.id == focus ? $0.title : "" },
        ]
        let forms = names.map { name in PanelKind.all.map { tab($0, name($0), glyphs) } }
        return forms.first { $0.reduce(0) { $0 + $1.columns } <= width } ?? forms.last ?? []
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
