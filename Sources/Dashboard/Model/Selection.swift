import Metrics
import Screen

/// The row under a panel's cursor.
package struct Selection: Sendable, Hashable {
    package var row: RowID
    /// Where it was seen last: from there the cursor goes on when the row is gone.
    package var place: Int

    package init(row: RowID, place: Int) {
        self.row = row
        self.place = place
    }
}

extension State {
    func rows(of panel: PanelID) -> [RowID] {
        if view != .dashboard, panel == view.list { return rows(of: view) }
        return PanelKind[panel]?.rows(self) ?? []
    }

    func rowCount(of panel: PanelID) -> Int { rows(of: panel).count }

    /// The place of the selected row of a panel; nil when none is selected, or it is not in the list now.
    func selection(in panel: PanelID) -> Int? {
        guard cursor == panel, let row = selections[panel]?.row else { return nil }
        return rows(of: panel).firstIndex(of: row)
    }

    /// The row that the operator has selected and that is not in the list now.
    func lostSelection(in panel: PanelID) -> RowID? {
        guard cursor == panel, let row = selections[panel]?.row, givenCursors[panel] != row else {
            return nil
        }
        return rows(of: panel).contains(row) ? nil : row
    }

    /// In the rule of a view: that its selected row is not in the list now.
    var lostParts: [RulePart] {
        lostSelection(in: cursor).map { [RulePart(lost: $0, in: self)] } ?? []
    }

    package mutating func select(_ place: Int, in panel: PanelID) {
        let rows = rows(of: panel)
        guard rows.indices.contains(place) else { return }
        selections[panel] = Selection(row: rows[place], place: place)
        givenCursors[panel] = nil
    }

    mutating func moveSelection(by step: ScrollStep) {
        guard !scrollHappening(by: step), !scrollText(by: step) else { return }
        moveSelection(by: step.distance(page: visibleRows))
    }

    /// Rows of the list under the cursor that are on the screen.
    var visibleRows: Int {
        let place = view == .dashboard && !isExpanded ? Layout(state: self).places[focus] : nil
        return draw().places(in: place ?? Layout(state: self).body).count
    }

    mutating func moveSelection(by step: Int) {
        let rows = rows(of: cursor)
        guard !rows.isEmpty else { return }
        let next: Int
        if let selected = selections[cursor] {
            if let place = rows.firstIndex(of: selected.row) {
                next = place + step
            } else {
                // It is gone: what follows it has moved up into its place.
                next = selected.place + (step > 0 ? step - 1 : step)
            }
        } else {
            next = firstPlace + (step > 0 ? step - 1 : 0)
        }
        select(min(max(0, next), rows.count - 1), in: cursor)
    }

    /// Where a cursor begins: with the first resource that there is something to look at of.
    var firstPlace: Int {
        if cursor == .resources {
            let dropped = shown.alerts.filter { $0.rule == AlertRule.hitRateDropped.name }
                .compactMap(\.subject)
                .flatMap { names in names.split(separator: ",").map { $0.drop { $0 == " " } } }
            return resourceRows.firstIndex { row in dropped.contains { $0 == row.name } } ?? 0
        }
        guard cursor == .ttl else { return 0 }
        return resourceRows.firstIndex {
            ($0.ttl?.overPolicy ?? 0) + ($0.ttl?.withoutExpiry ?? 0) > 0
        }
            ?? 0
    }

    /// Remembers where the selected rows stand now.
    mutating func followSelections() {
        for (panel, selection) in selections {
            if let place = rows(of: panel).firstIndex(of: selection.row) {
                selections[panel]?.place = place
            } else if givenCursors[panel] == selection.row, panel == cursor {
                // The operator did not choose it: it is no loss of his.
                (selections[panel], givenCursors[panel]) = (nil, nil)
            }
        }
    }

    /// Like `select`, but not at the operator's wish.
    mutating func give(_ place: Int, in panel: PanelID) {
        select(place, in: panel)
        givenCursors[panel] = selections[panel]?.row
    }
}
