import Metrics
package import Screen

/// Where everything stands for a size of terminal.
///
/// The table of resources is always there; then come the curves, the lists, and what stands below them, as
/// far as there is room. Columns give way before panels do (inside the panels). A panel that is not in
/// `places` is not drawn, and Tab passes it by; its own key gives it the whole screen. In a small terminal
/// there is one panel at a time, below a row that names them all.
package struct Layout: Sendable, Hashable {
    package private(set) var header = Rect(Size(columns: 0, rows: 0))
    /// Below the header: its place is kept, so that nothing moves when an alert comes or goes.
    package private(set) var alerts: Rect?
    package private(set) var banner: Rect?
    /// The names of the panels, where one at a time is shown.
    package private(set) var tabs: Rect?
    package private(set) var footer = Rect(Size(columns: 0, rows: 0))
    package private(set) var places: [PanelID: Rect] = [:]
    /// The whole body: where an expanded panel goes.
    package private(set) var body = Rect(Size(columns: 0, rows: 0))
    /// Where a dialog goes: the body, unless a banner has left it too little.
    package private(set) var dialogs = Rect(Size(columns: 0, rows: 0))
    /// One panel at a time.
    package private(set) var isSingle = false
    /// Columns in which a line separates two panels, with the rows that it spans.
    package private(set) var dividers: [Rect] = []

    /// Rows that a list has before anything is put below it.
    private static let listRows = 9
    /// Rows of the body that a banner leaves.
    private static let leastBody = 2
    private static let leastDialog = 8

    static func isSingle(_ size: Size) -> Bool { size.columns < 70 || size.rows < 18 }

    /// Whether alerts have a row; without one the footer counts them.
    static func hasAlertRow(_ size: Size) -> Bool { size.rows >= 16 }

    package init(state: State) {
        let size = state.size
        var rest = Rect(size)
        (header, rest) = rest.splitTop(1)
        (rest, footer) = rest.splitBottom(1)
        let all = rest
        isSingle = Self.isSingle(size)
        if state.viewing != nil {
            banner = Self.take(1, from: &rest)
        } else if case .lost(let why, _) = state.link {
            let most = max(1, rest.height - Self.leastBody)
            banner = Self.take(LostBanner.rows(why, width: size.columns, most: most), from: &rest)
        }
        if Self.hasAlertRow(size), rest.height > Self.leastBody {
            alerts = Self.take(1, from: &rest)
        }
        if isSingle, size.rows >= 14, state.view == .dashboard, rest.height > 6 {
            tabs = Self.take(1, from: &rest)
        }
        body = rest
        dialogs = rest.height >= Self.leastDialog ? rest : all
        if isSingle {
            places = [state.focus: rest]
        } else {
            place(in: rest, state)
        }
    }

    private static func take(_ rows: Int, from rest: inout Rect) -> Rect {
        let top: Rect
        (top, rest) = rest.splitTop(rows)
        return top
    }

    /// What Tab visits: the panels on the screen, in their order, or all where there is one at a time.
    package var reachable: [PanelID] {
        isSingle ? PanelID.allCases : PanelID.allCases.filter { places[$0] != nil }
    }

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
            // A third of a tall screen: lists have enough by then.
            let share = body.height >= 50 ? body.height / 3 : body.height / 5
            let liked = min(max(share, least), 24)
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
