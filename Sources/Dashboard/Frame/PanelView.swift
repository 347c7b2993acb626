import Metrics
import Screen

/// A panel with its rule: the same for all, whatever it shows inside.
struct PanelView: Widget {
    let kind: PanelKind
    let state: State
    let isExpanded: Bool
    /// Of what is inside the panel.
    let size: Size

    init(kind: PanelKind, state: State, isExpanded: Bool, place: Rect) {
        self.kind = kind
        self.state = state
        self.isExpanded = isExpanded
        size = Size(columns: place.width - 2, rows: place.height - 1)
    }

    var width: Int { size.columns + 2 }
    var readings: Readings { Readings(state: state) }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let content = kind.content(self)
        let panel = Panel(
            DisplayText(heading), annotation: lostSelection ?? content.annotation,
            isFocused: state.focus == kind.id && state.mode == .browsing)
        canvas.draw(panel, in: rect, glyphs: glyphs)
        // A column stays free on the right, so that no number leans on the line beside it.
        let inside = panel.content(of: rect).inset(right: 1)
        canvas.clipped(to: inside) { content.draw(on: &$0, in: inside, glyphs: glyphs) }
    }

    /// With the key that selects it.
    private var heading: String {
        guard case .character(let key) = kind.key else { return kind.heading(state) }
        return "\(key) \(kind.heading(state))"
    }

    /// That the selected row is not in the list now: the cursor does not jump to another.
    private var lostSelection: Line? {
        guard let row = state.lostSelection(in: kind.id) else { return nil }
        let words = " left the list"
        let room = max(8, width - DisplayText(heading).columns - words.count - 9)
        let name = DisplayText(row.name).truncated(to: room, .middle, glyphs: state.glyphs)
        return Line(name, .accent) + Line(DisplayText(words))
    }
}
