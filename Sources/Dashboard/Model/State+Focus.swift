import Metrics
import Screen

// The focus is always on a panel that is drawn, and with the whole screen its cursor is on a row.

extension State {
    /// Whether a panel is on the screen beside the others, or alone where one at a time is shown.
    func hasPlace(_ panel: PanelID) -> Bool { Layout(state: self).places[panel] != nil }

    /// Gives a panel the focus. A list of what is newest or most begins with its first row again, unless the
    /// row that was selected there is still among those that are seen then.
    mutating func focus(on panel: PanelID) {
        guard panel != focus else { return }
        openedLine = nil
        let hadPlace = hasPlace(focus)
        if hadPlace { focusBefore = focus }
        dropGivenCursor()
        focus = panel
        // One without a place had the whole screen for that reason alone.
        if !hadPlace, hasPlace(panel) { isExpanded = false }
        guard panel == .timeline || panel == .topKeys, let place = selection(in: panel) else {
            return
        }
        if place + 1 >= visibleRows { selections[panel] = nil }
    }

    mutating func resize(to size: Size) {
        self.size = size
        keepFocusInSight()
    }

    mutating func zoom() {
        guard view == .dashboard else {
            say("This page has the whole screen; Esc goes back.")
            return
        }
        openedLine = nil
        if isExpanded { leaveZoom() } else { isExpanded = true }
    }

    /// All panels again.
    mutating func leaveZoom() {
        isExpanded = false
        dropGivenCursor()
        keepFocusInSight()
    }

    /// A panel that has no place any more, or had the whole screen because it has none, gives the focus back.
    mutating func keepFocusInSight() {
        guard view == .dashboard, !isExpanded, !hasPlace(focus) else { return }
        focus(on: hasPlace(focusBefore) ? focusBefore : .resources)
    }

    /// What has the whole screen shows where its cursor is: with none, on the row that Enter would open.
    mutating func showCursor() {
        guard mode == .browsing, isExpanded || view != .dashboard, selections[cursor] == nil,
            rowCount(of: cursor) > 0
        else { return }
        give(firstPlace, in: cursor)
    }

    /// Whether the cursor is where the operator put it: a purge fills in no other row.
    var hasChosenRow: Bool {
        selections[cursor].map { givenCursors[cursor] != $0.row } ?? false
    }

    /// A cursor that the operator did not move goes with the whole screen: the curve of the hit rate is of all
    /// resources again.
    private mutating func dropGivenCursor() {
        if let given = givenCursors.removeValue(forKey: focus), selections[focus]?.row == given {
            selections[focus] = nil
        }
    }
}
