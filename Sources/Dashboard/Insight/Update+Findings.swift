import Metrics
import Screen

// What stands out, why a resource misses, and from there to where it can be seen.

extension State {
    /// Of an opened resource why it misses, else all findings; and back.
    mutating func toggleInsight() {
        switch view {
        case .resource(let name): _ = open(.why(name))
        case .findings, .why: closeView()
        default: openFindings(of: resourceUnderCursor)
        }
    }

    /// The one under the cursor of a panel.
    private var resourceUnderCursor: String? {
        guard view == .dashboard, case .resource(let name)? = selections[cursor]?.row else {
            return nil
        }
        return name
    }

    /// With the first one under the cursor, or the first one of a resource.
    mutating func openFindings(of resource: String? = nil) {
        while views.contains(.findings), view != .findings { closeView() }
        if view != .findings {
            _ = open(.findings)
            selections[cursor] = nil
        }
        if let resource {
            let found = shown.findings.filter { $0.resource == resource }.map(\.identity)
            let place = findingRows.firstIndex {
                if case .finding(let identity, _) = $0 { found.contains(identity) } else { false }
            }
            select(place ?? 0, in: cursor)
            if place == nil, hasFindings {
                say("Nothing stands out for \(resource): these are all findings.")
            }
        }
        if selections[cursor] == nil { select(0, in: cursor) }
    }

    /// nil: all findings. False: there is no such resource.
    mutating func explain(_ resource: String?) -> Bool {
        guard let resource else {
            openFindings()
            return true
        }
        guard self.resource(resource) != nil else { return false }
        _ = open(.why(resource))
        return true
    }

    mutating func open(finding identity: String) -> [Effect] {
        guard let finding = shown.findings.first(where: { $0.identity == identity }) else {
            return []
        }
        switch place(of: finding) {
        case .view(let view): return open(view)
        case .panel(let id, let row): show(id, row)
        case .keys(let list, let key):
            keyOrder.list = list
            show(.topKeys, key.map { .key($0) })
        }
        return []
    }

    /// A panel by itself, with a row under its cursor.
    private mutating func show(_ panel: PanelID, _ row: RowID?) {
        closeViews()
        (focus, isExpanded, openedLine) = (panel, true, nil)
        guard let row, let place = rows(of: panel).firstIndex(of: row) else { return }
        select(place, in: panel)
    }
}
