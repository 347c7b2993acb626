import Metrics
import Screen

// Of what time the missed keys are, how they are sorted, and when their time to live is asked for.

extension State {
    mutating func changeStretch() {
        if case .resource = view {
            chartStretch = chartStretch.next
            return
        }
        guard view == .dashboard, focus == .topKeys else {
            say("m changes the time of the missed keys, and a resource's chart: 4 selects them.")
            return
        }
        guard listsMissedKeys else {
            say("Hot keys and stampedes are of the last minutes only; o shows the next list.")
            return
        }
        guard viewing == nil else {
            say("Of the past the ten most missed keys of a minute are kept, and no others.")
            return
        }
        keyOrder.window = keyOrder.window.next
        followSelections()
    }

    /// What the list of keys is of.
    mutating func changeKeyList() {
        guard view == .dashboard else {
            say("o changes the list of keys: 4 shows it.")
            return
        }
        keyOrder.list = keyOrder.list.next
        if Layout(state: self).places[.topKeys] == nil, focus != .topKeys {
            say("\(PanelID.topKeys.title) has \(keyOrder.list.title.lowercased()); 4 shows it.")
        }
    }

    mutating func sort() {
        guard cursor == .topKeys else { return toggleSort() }
        guard listsMissedKeys else {
            say("This list has one order; o shows the next list.")
            return
        }
        keyOrder.column = keyOrder.column.next
        followSelections()
    }

    /// Seconds from one question about the shown keys to the next, and how many keys it names.
    private static let measureEvery = 5.0
    private static let measuredKeys = 24
    private static let hotKeys = 8

    /// The server is asked about what is on the screen, and not more often than an eye can use it.
    mutating func measureShownKeys() -> [Effect] {
        guard isLive, !isPaused, viewing == nil, now - measuredAt >= Self.measureEvery else {
            return []
        }
        let rows = keysOnScreen
        guard !rows.isEmpty else { return [] }
        measuredAt = now
        // What hot keys cost depends on their size.
        let hot = history.mostLookedUpKeys(Self.hotKeys)
        return [.measure(rows.compactMap { history.keyBytes(of: $0) } + hot)]
    }

    /// The first rows, and those around the cursor.
    private var keysOnScreen: [String] {
        if hasWholeTimeline, let record = detailedRow?.record { return record.askedKeys }
        let rows: [String]
        switch view {
        case .key, .keys, .findings, .why: return []
        case .resource(let name): rows = missedKeys(of: name).map(\.key)
        case .dashboard:
            let isShown =
                isExpanded ? focus == .topKeys : Layout(state: self).places[.topKeys] != nil
            rows = isShown ? listedKeys : []
        }
        guard let place = selection(in: cursor), place >= Self.measuredKeys else {
            return Array(rows.prefix(Self.measuredKeys))
        }
        return Array(rows.prefix(place + 1).suffix(Self.measuredKeys))
    }
}
