import Metrics
import Screen

/// All scopes, one a row, each with its capital letter and what it would touch now.
struct ScopeMenuDialog: Widget {
    let state: State
    let menu: ScopeMenu

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let rows = ScopeMenu.kinds.count + 1
        let isRoomy = rect.height >= rows + 4
        let place = rect.centered(
            width: min(92, max(38, rect.width - 2)), height: rows + (isRoomy ? 4 : 3))
        let box = Box("Invalidate", annotation: swept, style: .focusedBorder)
        canvas.draw(box, in: place, glyphs: glyphs)
        let inside = box.content(of: place)
        let (list, hints) = inside.splitBottom(isRoomy ? 2 : 1)
        canvas.draw(table, in: list, glyphs: glyphs)
        canvas.write(
            Line.first(of: Self.hints(glyphs), within: hints.width),
            in: hints.row(hints.height - 1), glyphs: glyphs)
    }

    private var swept: Line {
        let times = state.shown.resources.compactMap(\.sweptAt)
        guard let newest = times.max() else { return Line("keys not looked at yet", .dim) }
        let age = max(0, state.serverNow.seconds(since: newest))
        return Line(DisplayText("keys as of \(Format.ago(age))"), .dim)
    }

    private var table: Table {
        Table(
            columns: [
                .init("", width: .fixed(3)),
                .init("scope", width: .fitted(min: 14, max: 30), truncation: .middle),
                .init("touches now", width: .flexible(min: 12, max: 60)),
                .init(
                    "old copies until", short: ["old until"], width: .fixed(16), priority: 1),
            ],
            rows: ScopeMenu.kinds.map(row),
            selected: ScopeMenu.kinds.firstIndex(of: menu.kind))
    }

    private func row(_ kind: InvalidationScope.Kind) -> Table.Row {
        let outlook = ScopeOutlook(state: state, kind: kind, name: menu.names[kind])
        let mark = kind == menu.kind ? state.glyphs.selection : " "
        let binding = Keymap.bindings.first { $0.command == .invalidate(kind) }
        return Table.Row([
            .line(
                Line(DisplayText("\(mark) "))
                    + Line(DisplayText(binding?.label ?? " "), .dangerousKey)),
            .line(outlook.scope), .forms(outlook.touches), .line(outlook.staleUntil),
        ])
    }

    private static func hints(_ glyphs: Glyphs) -> [Line] {
        ["asks or shows the plan", "goes on"].map { words in
            Line(DisplayText("\(glyphs.up)\(glyphs.down)"), .key) + Line(" choose  ", .dim)
                + Line("Enter", .key) + Line(DisplayText(" \(words)  "), .dim)
                + Line("Esc", .key) + Line(" leaves", .dim)
        }
    }
}
