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

    /// The cursor goes to the nearest match, which the next Enter opens: in a list that has the whole screen
    /// or in a view to its first, else to the name that is most like the text, whichever panel it is in.
    mutating func goToMatches() {
        guard !filter.isEmpty else { return }
        // What was found is on the screen: of it size and time to live are asked.
        measuredAt = -.infinity
        if !view.isFiltered { closeViews() }
        let isWhole = view != .dashboard || isExpanded || Layout.isSingle(size)
        if isWhole, let first = matchPlaces(in: cursor).first { return select(first, in: cursor) }
        guard view == .dashboard else {
            say("No key of this list contains '\(filter)'. Esc clears the search.")
            return
        }
        guard let match = nearestMatch else {
            let sample = shown.found?.sampled == true ? " Of some keys only a sample is known." : ""
            say("Nothing that is known contains '\(filter)'.\(sample) Esc clears the search.")
            return
        }
        go(to: match.panel)
        select(match.place, in: match.panel)
    }

    /// Of those that are equally like it the one in the panel with the focus, then that among the keys.
    private var nearestMatch: (panel: PanelID, place: Int)? {
        let panels = panelsWithMatches
        let order =
            panels.filter { $0 == focus } + panels.filter { $0 == .topKeys && $0 != focus }
            + panels.filter { $0 != focus && $0 != .topKeys }
        let all = order.flatMap { panel in
            let rows = rows(of: panel)
            return matchPlaces(in: panel).prefix(FoundKeys.limit).map { place in
                (panel: panel, place: place, likeness: likeness(of: rows[place].name))
            }
        }
        return all.min { $0.likeness < $1.likeness }.map { ($0.panel, $0.place) }
    }

    /// 0: it is the text; 1: it begins with it; 2: it contains it; 3: something else of its row does.
    private func likeness(of name: String) -> Int {
        let (name, text) = (name.lowercased(), filter.lowercased())
        if name == text { return 0 }
        if name.hasPrefix(text) { return 1 }
        return name.contains(text) ? 2 : 3
    }

    /// The rows of a panel that contain the text: a list of keys has no others.
    private func matchPlaces(in panel: PanelID) -> [Int] {
        guard view == .dashboard, panel != .topKeys else {
            return Array(rows(of: panel).indices)
        }
        if panel == .timeline {
            return timelineRows.enumerated().filter { isMatch($0.element) }.map(\.offset)
        }
        return rows(of: panel).enumerated().filter { matches($0.element.name) }.map(\.offset)
    }

    /// To the next match of the list, down or up; behind its last match comes the next list that has any.
    mutating func moveToMatch(by step: Int) {
        guard !filter.isEmpty else {
            say("n and p go from match to match; / searches first.")
            return
        }
        let places = matchPlaces(in: cursor)
        let selected = selection(in: cursor) ?? (step > 0 ? -1 : .max)
        let next =
            step > 0 ? places.first { $0 > selected } : places.last { $0 < selected }
        if let next { return select(next, in: cursor) }
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
        let there = matchPlaces(in: cursor)
        if let place = step > 0 ? there.first : there.last { select(place, in: cursor) }
    }

    private var panelsWithMatches: [PanelID] {
        guard view == .dashboard else { return [] }
        return PanelID.allCases.filter { !matchPlaces(in: $0).isEmpty }
    }

    private mutating func go(to panel: PanelID) {
        focus(on: panel)
        if !hasPlace(panel) { isExpanded = true }
    }
}
