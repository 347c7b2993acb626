import Metrics
import Screen

/// A panel with its rule: the same for all, whatever it shows inside.
struct PanelView: Widget {
    let id: PanelID
    let state: State
    let isExpanded: Bool

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let content: any PanelContent =
            switch id {
            case .hitRate:
                HitRatePanel(state: state, isExpanded: isExpanded, width: rect.width)
            case .ttl: TTLPanel(state: state, isExpanded: isExpanded)
            case .versions: VersionsPanel(state: state, isExpanded: isExpanded)
            case .topKeys: TopKeysPanel(state: state, isExpanded: isExpanded)
            case .activity: ActivityPanel(state: state, isExpanded: isExpanded)
            case .memory: MemoryPanel(state: state, isExpanded: isExpanded)
            }
        let panel = Panel(
            DisplayText(id.title), annotation: content.annotation,
            isFocused: state.focus == id && state.mode == .browsing)
        canvas.draw(panel, in: rect, glyphs: glyphs)
        // A column stays free on the right, so that no number leans on the line beside it.
        let inside = panel.content(of: rect).inset(right: 1)
        canvas.clipped(to: inside) { content.draw(on: &$0, in: inside, glyphs: glyphs) }
    }
}
