import Metrics
package import Screen

/// Where everything stands for a size of terminal.
///
/// Panels have a home at 120x40; with less room optional columns give way (inside the panels),
/// then panels, from the last one on. A panel that is not in `places` is not drawn, and Tab
/// passes it by unless it can still be expanded.
package struct Layout: Sendable, Hashable {
    package private(set) var header = Rect(Size(columns: 0, rows: 0))
    package private(set) var banner: Rect?
    package private(set) var footer = Rect(Size(columns: 0, rows: 0))
    package private(set) var places: [PanelID: Rect] = [:]
    /// The whole body: where an expanded panel goes.
    package private(set) var body = Rect(Size(columns: 0, rows: 0))
    /// Columns in which a line separates two panels, with the rows that it spans.
    package private(set) var dividers: [Rect] = []

    package init(state: State) {
        var rest = Rect(state.size)
        (header, rest) = rest.splitTop(1)
        (rest, footer) = rest.splitBottom(1)
        if case .lost(let why, _) = state.link {
            let most = state.size.rows >= 20 ? 3 : state.size.rows >= 14 ? 2 : 1
            let rows: Rect
            (rows, rest) = rest.splitTop(
                LostBanner.rows(why, width: state.size.columns, most: most))
            banner = rows
        }
        body = rest
        let resources = state.shown.resources.count
        // Rule, heading, a row each, unclassified and all, notes, what the alerts say of the events.
        let hitRows =
            resources + 4 + HitRatePanel.notes(state).count + state.shown.eventNotes.count
        let ttlRows = resources + 2
        placeTop(&rest, state: state, rows: min(hitRows, rest.height))
        if rest.height >= 5 {
            // Rather some rows of TTLs less than a counter.
            let versionRows = min(state.shown.versions.count + 2, max(3, rest.height / 2))
            let spare = rest.height - ttlRows
            let rows = spare < versionRows ? rest.height - versionRows : ttlRows
            let (top, below) = rest.splitTop(rest.height >= 8 ? rows : rest.height)
            places[.ttl] = top
            rest = below
        }
        placeBottom(rest, versions: state.shown.versions.count)
    }

    /// What Tab visits: the panels on the screen, in their order.
    package var reachable: [PanelID] { PanelID.allCases.filter { places[$0] != nil } }

    private mutating func placeTop(_ rest: inout Rect, state: State, rows: Int) {
        let (top, below) = rest.splitTop(rows)
        rest = below
        guard top.width >= 76 else {
            places[.hitRate] = top
            return
        }
        let width = top.width >= 110 ? 34 : 29
        let (left, right) = top.splitLeft(width)
        places[.memory] = left
        places[.hitRate] = right.splitLeft(1).rest
        dividers.append(Rect(x: left.maxX, y: top.y, width: 1, height: top.height))
    }

    private mutating func placeBottom(_ rest: Rect, versions: Int) {
        guard rest.height >= 3 else { return }
        let versionRows = versions + 2
        guard rest.width >= 76 else {
            let (top, below) = rest.splitTop(min(versionRows, rest.height))
            places[.versions] = top
            if below.height >= 3 { places[.activity] = below }
            return
        }
        let (left, right) = rest.splitLeft(min(64, rest.width * 45 / 100))
        dividers.append(Rect(x: left.maxX, y: rest.y, width: 1, height: rest.height))
        places[.activity] = right.splitLeft(1).rest
        guard rest.height >= versionRows + 4 else {
            places[.versions] = left
            return
        }
        let (top, below) = left.splitTop(versionRows)
        places[.versions] = top
        places[.topKeys] = below
    }
}
