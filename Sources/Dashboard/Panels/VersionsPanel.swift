import Metrics
import Screen

extension PanelID {
    package static let versions = PanelID(rawValue: "versions")
}

extension PanelKind {
    static let versions = PanelKind(
        .versions, title: "Versions", key: "3", fields: ["versions"], area: .left,
        minimum: Size(columns: 34, rows: 3),
        height: { $0.shown.versions.count + 2 },
        rows: { $0.versionRows.map { .counter($0.key) } },
        content: { VersionsPanel(state: $0.state, isExpanded: $0.isExpanded) })
}

/// The version counters, and what their last change left behind.
struct VersionsPanel: PanelContent {
    let state: State
    let isExpanded: Bool

    var annotation: Line {
        Line(DisplayText(oldest.map { "as of \(state.time($0))" } ?? ""), .warning)
    }

    /// The moment of the oldest value that is shown.
    private var oldest: Timestamp? {
        state.shown.versions.map { state.shown.state(ofCounter: $0.key) }
            .filter { state.age(of: $0) != nil }.compactMap(\.moment).min()
    }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let table = Table(
            columns: [
                .init("counter", width: .fitted(min: 7, max: isExpanded ? 40 : 16)),
                .init("value", width: .fitted(min: 6, max: 20), alignment: .trailing),
                .init("changed", width: .fixed(9), alignment: .trailing, priority: 1),
                .init("per hour", width: .fixed(8), alignment: .trailing, priority: 3),
                .init("dead keys", width: .flexible(min: 23, max: 30), priority: 2),
            ],
            rows: state.versionRows.map(row), selected: state.selection(in: .versions),
            placeholder: state.placeholder(
                hidden: state.shown.versions.count, from: [],
                none: "the policy has no counters"))
        canvas.draw(table, in: rect, glyphs: glyphs)
        drawProblems(on: &canvas, in: rect, glyphs: glyphs)
        if isExpanded { explain(on: &canvas, in: rect.splitTop(table.rows.count + 2).rest) }
    }

    /// Below the expanded rows, which may be too short for it: each reason whole, and once.
    private func explain(on canvas: inout Canvas, in rect: Rect) {
        var told: Set<String> = []
        var rest = rect
        for version in state.versionRows {
            let source = state.shown.state(ofCounter: version.key)
            guard let why = state.words(for: source), told.insert(why).inserted else { continue }
            rest = rest.splitTop(state.explain(why, on: &canvas, in: rest)).rest
        }
    }

    /// A counter without a value, or with an old one, says why in its own row, across the columns
    /// that have nothing to say then.
    private func drawProblems(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let rows = state.versionRows
        guard rows.count < rect.height else { return }
        let names = rows.map { DisplayText(isExpanded ? $0.key : $0.name).columns }
        let left = max(7, min(names.max() ?? 7, isExpanded ? 40 : 16)) + 2
        let values = rows.compactMap(\.value).map { String($0).count }
        let right = max(6, min(values.max() ?? 6, 20)) + 2
        for (index, version) in rows.enumerated() {
            let source = state.shown.state(ofCounter: version.key)
            // The panel's rule has the moment already, unless this one is of another.
            let isDated = source.moment == oldest
            guard let words = state.words(for: source), let why = isDated ? source.why : words
            else { continue }
            let place = rect.row(index + 1).inset(left: version.value == nil ? left : left + right)
            canvas.fill(place)
            let gist = DisplayText(why).gist(within: place.width, more: PanelKind.versions.key)
            canvas.write(Line(gist, .warning), in: place, glyphs: glyphs)
        }
    }

    private func row(_ version: Snapshot.Version) -> Table.Row {
        let source = state.shown.state(ofCounter: version.key)
        let changed = version.changedAt.map {
            Format.span(max(0, state.viewedAt.seconds(since: $0))) + " ago"
        }
        return Table.Row([
            .text(DisplayText(isExpanded ? version.key : version.name)), value(version, source),
            .text(DisplayText(changed ?? Format.absent), changed == nil ? .dim : .plain),
            .text(
                DisplayText(
                    Format.perHour(version.changesPerHour))),
            .forms(dead(version)),
        ])
    }

    private func value(_ version: Snapshot.Version, _ source: SourceState) -> Table.Content {
        if let value = version.value {
            return .text(DisplayText(String(value)), state.age(of: source) == nil ? .accent : .dim)
        }
        // Absent is known only after an answer.
        return .text(source.moment == nil ? "-" : "absent", .dim)
    }

    /// Their number, bytes and end; in less room without the bytes.
    private func dead(_ version: Snapshot.Version) -> [Line] {
        let parts = state.shown.resources(of: version).compactMap(\.deadGenerations)
        guard !parts.isEmpty else { return [Line(DisplayText(Format.absent), .dim)] }
        let keys = parts.reduce(UInt64(0)) { $0 &+ $1.keys }
        if keys == 0 { return [Line("0", .dim)] }
        let count = Line(DisplayText(Format.count(keys)))
        let bytes = parts.compactMap(\.bytes).reduce(UInt64(0)) { $0 &+ $1 }
        let end = end(of: parts, version)
        return [count + Line(DisplayText("  \(Format.bytes(bytes))")) + end, count + end, count]
    }

    private func end(
        of parts: [ResourceReport.DeadGenerations], _ version: Snapshot.Version
    ) -> Line {
        if parts.contains(where: { $0.keys > 0 && $0.goneInSeconds == nil }) {
            let alert = state.shown.alert(.deadKeysStay, of: version.key)
            return Line(
                alert == nil ? "  end not known" : "  never gone",
                Style(alert?.severity, else: .dim))
        }
        guard let last = parts.compactMap(\.goneInSeconds).max() else { return Line() }
        let passed = state.viewedAt.seconds(since: state.shown.takenAt)
        return Line(DisplayText("  \(Format.span(max(0, last - passed))) left"), .dim)
    }
}
