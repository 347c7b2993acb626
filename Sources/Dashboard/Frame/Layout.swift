import Metrics
package import Screen

/// Where everything stands for a size of terminal.
///
/// The table of resources is always there; then come the curves, the lists, and what stands below them, as
/// far as there is room. Columns give way before panels do (inside the panels). A panel that is not in
/// `places` is not drawn, and Tab passes it by; its own key gives it the whole screen.
package struct Layout: Sendable, Hashable {
    package private(set) var header = Rect(Size(columns: 0, rows: 0))
    /// Below the header, while there are alerts or there is room for that line.
    package private(set) var alerts: Rect?
    package private(set) var banner: Rect?
    package private(set) var footer = Rect(Size(columns: 0, rows: 0))
    package private(set) var places: [PanelID: Rect] = [:]
    /// The whole body: where an expanded panel goes.
    package private(set) var body = Rect(Size(columns: 0, rows: 0))
    /// Columns in which a line separates two panels, with the rows that it spans.
    package private(set) var dividers: [Rect] = []

    /// Rows that a list has before anything is put below it.
    private static let listRows = 9

    package init(state: State) {
        var rest = Rect(state.size)
        (header, rest) = rest.splitTop(1)
        (rest, footer) = rest.splitBottom(1)
        if state.viewing != nil {
            let row: Rect
            (row, rest) = rest.splitTop(1)
            banner = row
        } else if case .lost(let why, _) = state.link {
            let most = state.size.rows >= 20 ? 3 : state.size.rows >= 14 ? 2 : 1
            let rows: Rect
            (rows, rest) = rest.splitTop(
                LostBanner.rows(why, width: state.size.columns, most: most))
            banner = rows
        }
        // Where there is room its place is kept, so that nothing moves when one comes or goes.
        let hasAlerts = state.size.rows >= 16 && !state.shown.urgentAlerts.isEmpty
        if hasAlerts || state.size.rows >= 30 {
            let row: Rect
            (row, rest) = rest.splitTop(1)
            alerts = row
        }
        body = rest
        place(in: rest, state)
    }

    /// What Tab visits: the panels on the screen, in their order.
    package var reachable: [PanelID] { PanelID.allCases.filter { places[$0] != nil } }

    private mutating func place(in body: Rect, _ state: State) {
        let (curves, lists) = (PanelKind.inArea(.curve), PanelKind.inArea(.list))
        let low = PanelKind.inArea(.low)
        let table = min(PanelKind.inArea(.table).height(state), body.height)
        var spare = body.height - table
        // First what each needs, then what it would like.
        var heights: [PanelArea: Int] = [:]
        for (area, panels, least) in [
            (PanelArea.curve, curves, curves.leastRows), (.list, lists, lists.leastRows),
            (.low, low, low.height(state) + Self.listRows - lists.leastRows),
        ] where !panels.isEmpty && spare >= least {
            heights[area] = area == .low ? low.height(state) : least
            spare -= area == .low ? low.height(state) : least
        }
        if let least = heights[.curve] {
            let liked = min(max(body.height / 5, least), 14)
            let more = heights[.list] == nil ? spare : min(spare, max(0, liked - least))
            heights[.curve] = least + more
            spare -= more
        }
        heights[.list] = heights[.list].map { $0 + spare }
        heights[.table] = heights.isEmpty ? body.height : table
        var rest = body
        for (area, share) in [(PanelArea.curve, 58), (.table, 100), (.list, 46), (.low, 44)] {
            guard let height = heights[area] else { continue }
            let rows: Rect
            (rows, rest) = rest.splitTop(height)
            beside(PanelKind.inArea(area), in: rows, share: share)
        }
    }

    /// The first two beside each other, or the first alone where there is no room.
    private mutating func beside(_ panels: [PanelKind], in area: Rect, share: Int) {
        guard let first = panels.first else { return }
        guard let second = panels.dropFirst().first,
            area.width > first.minimum.columns + second.minimum.columns
        else {
            places[first.id] = area
            return
        }
        let most = area.width - 1 - second.minimum.columns
        let width = min(max(area.width * share / 100, first.minimum.columns), most)
        let (left, right) = area.splitLeft(width)
        dividers.append(Rect(x: left.maxX, y: area.y, width: 1, height: area.height))
        places[first.id] = left
        places[second.id] = right.splitLeft(1).rest
    }
}

extension [PanelKind] {
    /// Rows that the tallest would like to have.
    fileprivate func height(_ state: State) -> Int { map { $0.height(state) }.max() ?? 0 }

    fileprivate var leastRows: Int { map(\.minimum.rows).max() ?? 0 }
}
