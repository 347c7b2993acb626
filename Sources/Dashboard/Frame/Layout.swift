import Metrics
package import Screen

/// Where everything stands for a size of terminal.
///
/// Panels have a home at 120x40; with less room optional columns give way (inside the panels),
/// then panels, from the last one on. A panel that is not in `places` is not drawn, and Tab
/// passes it by; its own key gives it the whole screen.
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
        body = rest
        rest = placeTop(rest, state)
        rest = placeMiddle(rest, state)
        placeBottom(rest, state)
    }

    /// What Tab visits: the panels on the screen, in their order.
    package var reachable: [PanelID] { PanelID.allCases.filter { places[$0] != nil } }

    /// Each of these returns what is left below.
    private mutating func placeTop(_ rest: Rect, _ state: State) -> Rect {
        let (main, side) = (PanelKind.inArea(.top), PanelKind.inArea(.side))
        let (top, below) = rest.splitTop(min(main.height(state), rest.height))
        guard !side.isEmpty, top.width > side.leastWidth + main.leastWidth else {
            stack(main, in: top, state)
            return below
        }
        let width = side.leastWidth + (top.width >= 110 ? 5 : 0)
        let (left, right) = split(top, left: width)
        stack(side, in: left, state)
        stack(main, in: right, state)
        return below
    }

    private mutating func placeMiddle(_ rest: Rect, _ state: State) -> Rect {
        let middle = PanelKind.inArea(.middle)
        guard let first = middle.first, rest.height >= first.minimum.rows else { return rest }
        let bottom = PanelKind.inArea(.left).first ?? PanelKind.inArea(.right).first
        guard let bottom, rest.height >= first.minimum.rows + bottom.minimum.rows else {
            stack(middle, in: rest, state)
            return rest.splitTop(rest.height).rest
        }
        // Rather some rows less here than none for the panel below.
        let reserved = min(bottom.height(state), max(bottom.minimum.rows, rest.height / 2))
        let (top, below) = rest.splitTop(min(middle.height(state), rest.height - reserved))
        stack(middle, in: top, state)
        return below
    }

    private mutating func placeBottom(_ rest: Rect, _ state: State) {
        let (left, right) = (PanelKind.inArea(.left), PanelKind.inArea(.right))
        let firsts = [left.first, right.first].compactMap(\.self)
        guard let first = firsts.first, rest.height >= first.minimum.rows else { return }
        let width = min(64, rest.width * 45 / 100)
        guard !left.isEmpty, !right.isEmpty, width >= left.leastWidth,
            rest.width - width > right.leastWidth
        else { return stack(firsts, in: rest, state) }
        let (one, other) = split(rest, left: width)
        stack(left, in: one, state)
        stack(right, in: other, state)
    }

    /// Two columns with a line between them.
    private mutating func split(_ rect: Rect, left width: Int) -> (left: Rect, right: Rect) {
        let (left, right) = rect.splitLeft(width)
        dividers.append(Rect(x: left.maxX, y: rect.y, width: 1, height: rect.height))
        return (left, right.splitLeft(1).rest)
    }

    /// One below the other; the last one that has room takes what is left.
    private mutating func stack(_ panels: [PanelKind], in area: Rect, _ state: State) {
        var rest = area
        for (index, panel) in panels.enumerated() {
            let height = panel.height(state)
            guard index + 1 < panels.count,
                rest.height >= height + panels[index + 1].minimum.rows
            else {
                places[panel.id] = rest
                return
            }
            (places[panel.id], rest) = rest.splitTop(height)
        }
    }
}

extension [PanelKind] {
    fileprivate func height(_ state: State) -> Int { reduce(0) { $0 + $1.height(state) } }

    fileprivate var leastWidth: Int { map(\.minimum.columns).max() ?? 0 }
}
