import Metrics
import Screen

// What rows the panels have, after the filter: what is drawn and what the cursor moves over.

extension State {
    func matches(_ text: String) -> Bool {
        filter.isEmpty || text.lowercased().contains(filter.lowercased())
    }

    var resourceRows: [ResourceReport] { shown.resources.filter { matches($0.name) } }

    var topKeyRows: [Snapshot.TopKey] {
        shown.topKeys.filter { matches($0.key) || matches($0.resource ?? "unclassified") }
    }

    var versionRows: [Snapshot.Version] { shown.versions.filter { matches($0.key) } }

    /// Newest first.
    var activityRows: [ActivityRow] {
        shown.activity.filter { matches($0.what) || matches($0.by) }
    }

    /// The row under the cursor of the activity panel, or its newest where there is none.
    var detailedActivity: ActivityRow? {
        let rows = activityRows
        return rows.indices.contains(selections[.activity] ?? 0)
            ? rows[selections[.activity] ?? 0] : rows.first
    }

    var selectedActivity: ActivityRow? {
        selections[.activity] == nil ? nil : detailedActivity
    }

    /// Keeps the cursor on its row while newer ones come in above it.
    mutating func reselect(_ row: ActivityRow?) {
        guard let row, let index = activityRows.firstIndex(where: row.isSame) else { return }
        selections[.activity] = index
    }

    func rowCount(of panel: PanelID) -> Int {
        PanelKind[panel]?.rowCount(self) ?? 0
    }

    /// The selected row of a panel; nil when none is, or it went away.
    func selection(in panel: PanelID) -> Int? {
        guard focus == panel, let index = selections[panel], index < rowCount(of: panel) else {
            return nil
        }
        return index
    }

    /// What the selected row would fill into a question: the `42` of `product:42`.
    func identifier(for kind: InvalidationScope.Kind) -> String? {
        guard focus == .topKeys, let index = selection(in: .topKeys) else { return nil }
        let row = topKeyRows[index]
        let fits =
            switch kind {
            case .product, .inventory: row.resource == "product" || row.resource == "inventory"
            default: row.resource == kind.rawValue
            }
        // A key with bytes that are no UTF-8 is shown escaped; its text is not its identity.
        guard fits, !row.key.contains("\\x"),
            let id = history.grammar.identifier(Array(row.key.utf8))
        else { return nil }
        return String(decoding: id, as: UTF8.self)
    }
}
