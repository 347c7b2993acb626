import Screen

/// What stands under the pointer.
package enum PointerTarget: Sendable, Hashable {
    /// A row of a panel's list, or of the list of a view.
    case row(PanelID, place: Int)
    /// A panel or a view, but none of its rows.
    case panel(PanelID)
    /// Its name, where one panel at a time is shown.
    case tab(PanelID)
    case dialog
}

extension State {
    /// What stands at a cell of the screen as it is drawn now; nil: nothing that can be pointed at.
    package func target(x: Int, y: Int) -> PointerTarget? {
        guard isLargeEnough else { return nil }
        if mode.isDialog { return .dialog }
        let layout = Layout(state: self)
        if let tabs = layout.tabs, tabs.contains(x: x, y: y) {
            return PanelTabs(focus: focus).panel(at: x - tabs.x, width: tabs.width, glyphs)
                .map { .tab($0) }
        }
        guard layout.body.contains(x: x, y: y) else { return nil }
        let isWhole = view != .dashboard || isExpanded
        let panel = isWhole ? cursor : layout.places.first { $1.contains(x: x, y: y) }?.key
        guard let panel else { return nil }
        guard let place = draw().place(x: x, y: y), rows(of: panel).indices.contains(place) else {
            return .panel(panel)
        }
        return .row(panel, place: place)
    }
}
