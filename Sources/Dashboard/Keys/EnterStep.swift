import Metrics
import Screen

/// What Enter does now: it opens, and never closes.
enum EnterStep: Sendable, Hashable {
    case view(State.View)
    case finding(String)
    /// The panel gets the whole screen.
    case zoom
    /// The happening under the cursor gets the whole panel.
    case happening
    /// The row under the cursor is not in the list now.
    case lost(RowID)
    /// The search hides all rows.
    case hidden
    case nothing

    /// Whether the footer offers it.
    var opens: Bool {
        switch self {
        case .view, .finding, .zoom, .happening: true
        case .lost, .hidden, .nothing: false
        }
    }
}

extension State {
    var nextEnter: EnterStep {
        if isHappeningOpen { return .nothing }
        let row = rowUnderCursor
        // A key may be looked at after it has left the list.
        if case .key(let key) = row { return .view(.key(key)) }
        if let lost = lostSelection(in: cursor) { return .lost(lost) }
        switch (row, view) {
        case (.keyList(let kind)?, .resource(let name)): return .view(.keys(kind, of: name))
        case (.finding(let identity, _)?, _):
            let isThere = shown.findings.contains { $0.identity == identity }
            return isThere ? .finding(identity) : .nothing
        case (.resource(let name)?, _):
            let list = cursor == .ttl ? lists(of: name).first : nil
            return .view(list ?? .resource(name))
        default: return nextEnter(withoutAViewOf: row)
        }
    }

    /// What has nothing behind it gets the whole screen, unless its rows are hidden.
    private func nextEnter(withoutAViewOf row: RowID?) -> EnterStep {
        if row == nil, !filter.isEmpty, view.isFiltered, PanelKind[focus]?.isList == true {
            return .hidden
        }
        guard view == .dashboard else { return .nothing }
        guard isExpanded else { return .zoom }
        return hasMoreOfHappening ? .happening : .nothing
    }

    /// Without a cursor the one that Down would select.
    private var rowUnderCursor: RowID? {
        if let row = selections[cursor]?.row { return row }
        let rows = rows(of: cursor)
        return rows.indices.contains(firstPlace) ? rows[firstPlace] : nil
    }

    mutating func enter() -> [Effect] {
        let step = nextEnter
        if step.opens, selections[cursor] == nil { select(firstPlace, in: cursor) }
        switch step {
        case .view(let view): return open(view)
        case .finding(let identity): return open(finding: identity)
        case .zoom:
            isExpanded = true
            if hasMoreOfHappening, !showsHappening { openedLine = 0 }
        case .happening: openedLine = 0
        case .lost(let row):
            say(
                "\(shownName(of: row, within: 40)) has left the list; Up and Down select another row."
            )
        case .hidden: say("Nothing to open: the search hides all rows. Esc clears it.")
        case .nothing where view != .dashboard && !view.isText:
            say("There is no row to open here; Esc goes back.")
        case .nothing: say("There is nothing more to open here; Esc goes back.")
        }
        return []
    }
}
