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
            title(of: content), isFocused: state.focus == kind.id && state.mode == .browsing)
        canvas.draw(panel, in: rect, glyphs: glyphs)
        // A column stays free on the right, so that no number leans on the line beside it.
        let inside = panel.content(of: rect).inset(right: 1)
        canvas.clipped(to: inside) { content.draw(on: &$0, in: inside, glyphs: glyphs) }
    }

    var title: RuleTitle { title(of: kind.content(self)) }

    /// Each name with the key that selects the panel.
    private func title(of content: any PanelContent) -> RuleTitle {
        let names = kind.names(state).map { name in
            guard case .character(let key) = kind.key else { return DisplayText(name) }
            return DisplayText("\(key) \(name)")
        }
        let lost = state.lostSelection(in: kind.id).map { [RulePart(lost: $0, in: state)] } ?? []
        return RuleTitle(names, lost + content.parts)
    }
}

extension RulePart {
    /// That the selected row is not in the list now: the cursor does not jump to another.
    init(lost row: RowID, in state: State) {
        let forms = [200, 24, 12].map { state.shownName(of: row, within: $0) }
        self.init(.notice, forms.map { Line($0, .accent) + Line(" left the list") })
    }
}
