import Metrics
import Screen

/// All scopes, one a row, each with its capital letter, what it would touch now, and when a change shows
/// everywhere. In little room only the chosen one says these, below the list.
struct ScopeMenuDialog: Widget {
    let state: State
    let menu: ScopeMenu

    /// Columns inside the frame that the whole table needs.
    private static let leastForTable = 50

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let width = min(92, max(38, rect.width - 2))
        let isTable = width - 4 >= Self.leastForTable
        let rows = ScopeMenu.kinds.count + 1
        let isRoomy = rect.height >= rows + 4
        let place = rect.centered(width: width, height: rows + (isRoomy ? 4 : 3))
        let box = Box("Invalidate", annotation: swept, style: .focusedBorder)
        canvas.draw(box, in: place, glyphs: glyphs)
        let inside = box.content(of: place)
        let (list, below) = inside.splitBottom(isRoomy || !isTable ? 2 : 1)
        canvas.draw(isTable ? table(inside.width) : names, in: list, glyphs: glyphs)
        if !isTable {
            canvas.write(
                Line.first(of: chosen, within: below.width), in: below.row(0), glyphs: glyphs)
        }
        canvas.write(
            Line.first(of: Self.hints(glyphs), within: below.width),
            in: below.row(below.height - 1), glyphs: glyphs)
    }

    private var swept: Line {
        let times = state.shown.resources.compactMap(\.sweptAt)
        guard let newest = times.max() else { return Line("keys not looked at yet", .dim) }
        let age = max(0, state.serverNow.seconds(since: newest))
        return Line(DisplayText("keys as of \(Format.ago(age))"), .dim)
    }

    // MARK: Rows

    private func table(_ width: Int) -> Table {
        Table(
            columns: [
                .init("", width: .fixed(3)),
                .init("scope", width: .fitted(min: 14, max: 30), truncation: .middle),
                .init("touches now", width: .flexible(min: 12, max: 60)),
                .init(
                    "new everywhere by", short: ["new by"], width: .fixed(width < 66 ? 8 : 17),
                    priority: 1),
            ],
            rows: ScopeMenu.kinds.map { kind in
                let outlook = outlook(kind)
                return Table.Row([
                    mark(kind), .line(outlook.scope), .forms(outlook.touches),
                    .line(outlook.newBy),
                ])
            },
            selected: ScopeMenu.kinds.firstIndex(of: menu.kind))
    }

    private var names: Table {
        Table(
            columns: [
                .init("", width: .fixed(3)),
                .init("scope", width: .flexible(min: 14, max: 60), truncation: .middle),
            ],
            rows: ScopeMenu.kinds.map { Table.Row([mark($0), .line(outlook($0).scope)]) },
            selected: ScopeMenu.kinds.firstIndex(of: menu.kind), showsHeader: false)
    }

    /// What the chosen one touches, and when it is new, longest first.
    private var chosen: [Line] {
        let outlook = outlook(menu.kind)
        let new = Line(", new by ", .dim) + outlook.newBy
        return outlook.touches.map { $0 + new } + outlook.touches.suffix(1)
    }

    private func outlook(_ kind: InvalidationScope.Kind) -> ScopeOutlook {
        ScopeOutlook(state: state, kind: kind, name: menu.names[kind])
    }

    private func mark(_ kind: InvalidationScope.Kind) -> Table.Content {
        let mark = kind == menu.kind ? state.glyphs.selection : " "
        let binding = Keymap.bindings.first { $0.command == .invalidate(kind) }
        return .line(
            Line(DisplayText("\(mark) ")) + Line(DisplayText(binding?.label ?? " "), .dangerousKey))
    }

    private static func hints(_ glyphs: Glyphs) -> [Line] {
        let arrows = Line(DisplayText("\(glyphs.up)\(glyphs.down)"), .key)
        return [
            (" choose  ", " asks or shows the plan  "), (" choose  ", " goes on  "),
            ("  ", " goes on  "),
        ].map { choose, go in
            arrows + Line(choose, .dim) + Line("Enter", .key) + Line(go, .dim) + Line("Esc", .key)
                + Line(" leaves", .dim)
        }
    }
}
