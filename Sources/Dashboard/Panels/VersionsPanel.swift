import Metrics
import Screen

/// The version counters, and what their last change left behind.
struct VersionsPanel: PanelContent {
    let state: State
    let isExpanded: Bool

    var annotation: Line { Line() }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let table = Table(
            columns: [
                .init("counter", width: .fitted(min: 7, max: isExpanded ? 40 : 16)),
                .init("value", width: .fitted(min: 6, max: 20), alignment: .trailing),
                .init("changed", width: .fixed(9), alignment: .trailing, priority: 1),
                .init("per hour", width: .fixed(8), alignment: .trailing, priority: 3),
                .init("dead keys", width: .flexible(min: 22, max: 30), priority: 2),
            ],
            rows: state.versionRows.map(row), selected: state.selection(in: .versions),
            placeholder: Line("no counters", .dim))
        canvas.draw(table, in: rect, glyphs: glyphs)
        drawProblems(on: &canvas, in: rect, glyphs: glyphs)
    }

    /// A counter without a value says why in its own row, across the columns that have nothing.
    private func drawProblems(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let rows = state.versionRows
        guard rows.count < rect.height else { return }
        let names = rows.map { DisplayText(isExpanded ? $0.key : $0.name).columns }
        let left = max(7, min(names.max() ?? 7, isExpanded ? 40 : 16)) + 2
        for (index, version) in rows.enumerated() {
            guard let why = problem(version) else { continue }
            let place = rect.row(index + 1).inset(left: left)
            canvas.fill(place)
            canvas.write(why, in: place, glyphs: glyphs)
        }
    }

    private func row(_ version: Snapshot.Version) -> Table.Row {
        let changed = version.changedAt.map {
            Format.span(max(0, state.shown.takenAt.seconds(since: $0))) + " ago"
        }
        return Table.Row([
            .text(DisplayText(isExpanded ? version.key : version.name)),
            version.value.map { .text(DisplayText(String($0)), .accent) } ?? missing,
            .text(DisplayText(changed ?? Format.absent), changed == nil ? .dim : .plain),
            .text(
                DisplayText(
                    version.changesPerHour.map { Format.decimal($0, places: $0 < 10 ? 1 : 0) }
                        ?? Format.absent)),
            .line(dead(version)),
        ])
    }

    /// Why there is no value, in the row that lacks it: that of this counter, or of all.
    private func problem(_ version: Snapshot.Version) -> Line? {
        guard version.value == nil else { return nil }
        let reasons = state.shown.unavailable.filter { $0.what.hasPrefix("versions") }.map(\.why)
        let own = reasons.first { $0.contains(version.key) }
        let others = state.shown.versions.map(\.key).filter { $0 != version.key }
        let common = reasons.first { why in !others.contains { why.contains($0) } }
        guard let why = own ?? common else { return nil }
        // The row has named the counter already.
        let isNamed = why.hasPrefix(version.key + " ")
        let text = isNamed ? String(why.dropFirst(version.key.count + 1)) : why
        return Line(DisplayText(text), .warning)
    }

    /// Absent is known only after a look that nothing hindered.
    private var missing: Table.Content {
        let isKnown =
            (state.lastLook != nil || state.isReplay) && state.reason(for: "versions") == nil
        return .text(isKnown ? "absent" : "-", .dim)
    }

    private func dead(_ version: Snapshot.Version) -> Line {
        let reports = state.shown.resources.filter { resource in
            resource.policy.counter.map { version.key.hasSuffix($0) } ?? false
        }
        let parts = reports.compactMap(\.deadGenerations)
        guard !parts.isEmpty else { return Line(DisplayText(Format.absent), .dim) }
        let keys = parts.reduce(UInt64(0)) { $0 &+ $1.keys }
        if keys == 0 { return Line("0", .dim) }
        var line = Line(DisplayText(Format.count(keys)))
        let bytes = parts.compactMap(\.bytes).reduce(UInt64(0)) { $0 &+ $1 }
        line.append(DisplayText("  \(Format.bytes(bytes))"))
        let last = parts.compactMap(\.goneInSeconds).max()
        if parts.contains(where: { $0.keys > 0 && $0.goneInSeconds == nil }) {
            line.append("  never gone", .warning)
        } else if let last {
            line.append(DisplayText("  \(Format.span(last)) left"), .dim)
        }
        return line
    }
}
