import Metrics
import Screen

// `/`: what is typed, what it finds, and from one match to the next.

extension State {
    mutating func pressInFilter(_ key: KeyPress, _ text: String) -> [Effect] {
        switch key {
        case .enter:
            mode = .browsing
            goToMatches()
        case .escape:
            filter = ""
            mode = .browsing
        default:
            filter = InputLine.edited(text, by: key)
            mode = .filtering(filter)
            selections = [:]
        }
        return []
    }

    /// The cursor goes where something was found: to the keys, where its own list has nothing.
    private mutating func goToMatches() {
        guard !filter.isEmpty, rowCount(of: cursor) == 0 else { return }
        let panels = panelsWithMatches
        guard let panel = panels.first(where: { $0 == .topKeys }) ?? panels.first else {
            let sample = shown.found?.sampled == true ? " Of some keys only a sample is known." : ""
            say("Nothing that is known contains '\(filter)'.\(sample) Esc clears the search.")
            return
        }
        go(to: panel)
    }

    /// Down or up in the list; behind its last match comes the next list that has any.
    mutating func moveToMatch(by step: Int) {
        guard !filter.isEmpty else {
            say("n and p go from match to match; / searches first.")
            return
        }
        let rows = rowCount(of: cursor)
        let selected = selection(in: cursor) ?? (step > 0 ? -1 : rows)
        let next = selected + step
        if (0..<rows).contains(next) { return select(next, in: cursor) }
        if view == .dashboard {
            let panels = panelsWithMatches
            guard !panels.isEmpty else { return goToMatches() }
            let order = PanelID.allCases
            let start = order.firstIndex(of: focus) ?? 0
            let others = (1...order.count).map { turn in
                order[(start + step * turn + order.count * turn) % order.count]
            }
            guard let panel = others.first(where: panels.contains) else { return }
            go(to: panel)
        }
        select(step > 0 ? 0 : rowCount(of: cursor) - 1, in: cursor)
    }

    private var panelsWithMatches: [PanelID] {
        guard view == .dashboard else { return [] }
        return PanelID.allCases.filter { rowCount(of: $0) > 0 }
    }

    private mutating func go(to panel: PanelID) {
        focus = panel
        openedLine = nil
        if Layout(state: self).places[panel] == nil { isExpanded = true }
    }
}
