import Metrics
import Screen

extension PanelID {
    package static let topKeys = PanelID(rawValue: "topKeys")
}

extension PanelKind {
    static let topKeys = PanelKind(
        .topKeys, title: "Missed keys", key: "4", fields: ["topKeys"], area: .list,
        minimum: Size(columns: 34, rows: 4),
        height: { $0.shown.topKeys.count + 2 },
        rows: { $0.topKeyRows.map { .key($0.key) } },
        content: { TopKeysPanel(state: $0.state, isExpanded: $0.isExpanded) })
}

/// The keys that the origin paid for most often.
struct TopKeysPanel: PanelContent {
    let state: State
    let isExpanded: Bool

    /// Of what time the counts are, and that they may be too low.
    var annotation: Line {
        // In the past: recorded once a minute.
        let asOf = state.shown.unavailable.first { $0.what == "topKeys" }?.asOf
        let time =
            asOf.map { "as of \(state.time($0))" }
            ?? state.beginning(state.shown.events.countedFrom)
        return Line(DisplayText("\(time), lower bound"), .dim)
    }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let table = Table(
            columns: [
                .init("key", width: .flexible(min: 20, max: 200), truncation: .middle),
                .init("misses", width: .fixed(7), alignment: .trailing),
                .init("hits", width: .fixed(7), alignment: .trailing, priority: 2),
                .init("hit rate", width: .fixed(8), alignment: .trailing, priority: 1),
            ],
            rows: state.topKeyRows.map(row), selected: state.selection(in: .topKeys),
            placeholder: state.placeholder(
                hidden: state.shown.topKeys.count, from: [.events], field: "topKeys",
                none: "no misses seen"))
        canvas.draw(table, in: rect, glyphs: glyphs)
    }

    private func row(_ key: Snapshot.TopKey) -> Table.Row {
        let counts = HitCounts(hits: key.hits, misses: key.misses)
        return Table.Row([
            .text(DisplayText(key.key), key.resource == nil ? .dim : .plain),
            .text(DisplayText(Format.count(key.misses))),
            .text(DisplayText(Format.count(key.hits))),
            .text(DisplayText(Format.percent(counts.hitRate))),
        ])
    }
}
