import Metrics
import Screen

/// The list of keys in its other orders: by look-ups, by what they cost in bytes, and stampedes.
struct HotKeysPanel: PanelContent {
    let readings: Readings
    let isExpanded: Bool

    private var state: State { readings.state }
    private var list: KeyOrder.List { state.keyList }

    var parts: [RulePart] {
        let words = list == .stampedes ? "the largest, last 10 min" : "last 5 min"
        let next = Line("  (", .dim) + Line("o", .key) + Line(" next list)", .dim)
        let head = Line(DisplayText(words), .dim)
        return [RulePart(.choice, [head + next, head])]
    }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let table = Table(
            columns: list == .stampedes ? stampedeColumns : columns,
            rows: list == .stampedes
                ? readings.stampedeCells.map { Table.Row($0) } : readings.hotKeys.map(row),
            selected: state.selection(in: .topKeys), placeholder: placeholder)
        canvas.draw(table, in: rect, glyphs: glyphs)
    }

    private var placeholder: Line {
        let all =
            list == .stampedes
            ? state.shown.stampedes.map(\.examples.count).reduce(0, +) : state.shown.hotKeys.count
        let none =
            list != .stampedes
            ? "no look-ups in the last 5 min"
            : state.shown.stampedes.isEmpty
                ? "not known: no 'fill' is published"
                : "no stampede: no key missed often before a fill"
        return state.placeholder(
            hidden: state.filter.isEmpty ? 0 : all, from: [.events],
            field: list == .stampedes ? "stampedes" : "hotKeys", none: none)
    }

    private var key: Table.Column {
        .init("key", width: .flexible(min: 16, max: 200), truncation: .middle)
    }

    private func number(_ title: DisplayText, _ columns: Int, _ priority: Int) -> Table.Column {
        .init(title, width: .fixed(columns), alignment: .trailing, priority: priority)
    }

    /// What the list is sorted by never gives way.
    private var columns: [Table.Column] {
        let isBytes = list == .bandwidth
        return [
            key, number("req/s", 6, isBytes ? 2 : 0), number("of its", 7, 1),
            number("misses", 7, isExpanded ? 5 : 6), number("size", 8, 4),
            number("bytes/s", 11, isBytes ? 0 : 3),
        ] + (isExpanded ? [.init("resource", width: .fitted(min: 8, max: 16), priority: 5)] : [])
    }

    private func row(_ key: HotKeyReadings) -> Table.Row {
        Table.Row(
            [
                .text(key.name), key.perSecond.cell(), .line(key.share), key.misses.cell(),
                key.size.cell(), key.cost.cell(),
            ] + (isExpanded ? [.line(key.resource)] : []))
    }

    private var stampedeColumns: [Table.Column] {
        [
            key, number("misses", 7, 0), number("until fill", 10, 2), number("at", 8, 3),
            number("a minute", 8, 1),
        ]
    }
}
