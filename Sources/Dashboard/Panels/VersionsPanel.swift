import Metrics
import Screen

extension PanelID {
    package static let versions = PanelID(rawValue: "versions")
}

extension PanelKind {
    static let versions = PanelKind(
        .versions, title: "Versions", tab: "Vers", key: "6",
        help: PanelHelp(
            shows: """
                the counters whose INCR makes all older copies of a resource dead, when and how \
                often they changed (! storm: copies die long before their TTL), live keys, and \
                dead ones until they are gone; below, where a counter and its keys do not go \
                together. On the whole screen generation by generation
                """,
            measured: """
                MGET at each poll; keys by the generations that the last sweep met, and \
                look-ups of the last minute
                """,
            trust: """
                a counter that is missing is -, which is not 0: the API then counts as \
                generation 1, and nothing can be called dead
                """),
        fields: ["versions", "generations", "drift"], area: .low,
        minimum: Size(columns: 34, rows: 3),
        height: { $0.shown.versions.count + 2 },
        rows: { $0.versionRows.map { .counter($0.key) } },
        keys: [.export, .copy],
        content: { VersionsPanel(readings: $0.readings, isExpanded: $0.isExpanded) })
}

/// The version counters, and what their last change left behind.
struct VersionsPanel: PanelContent {
    let readings: Readings
    let isExpanded: Bool

    private var state: State { readings.state }

    var parts: [RulePart] {
        let words = readings.oldestVersion.map { "as of \(state.time($0))" } ?? ""
        return [RulePart(.trouble, Line(DisplayText(words), .warning))]
    }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let table = Table(
            columns: [
                .init("counter", width: .fitted(min: 7, max: isExpanded ? 40 : 16)),
                .init("value", width: .fitted(min: 6, max: 20), alignment: .trailing),
                .init("changed", width: .fixed(10), alignment: .trailing, priority: 1),
                .init("per hour", width: .fixed(8), alignment: .trailing, priority: 3),
                .init("live keys", width: .flexible(min: 9, max: 20), priority: 4),
                .init("dead keys", width: .flexible(min: 17, max: 30), priority: 2),
            ],
            rows: readings.versions.map(row), selected: state.selection(in: .versions),
            placeholder: state.placeholder(
                hidden: 0, from: [],
                none: "the policy has no counters"))
        canvas.draw(table, in: rect, glyphs: glyphs)
        drawProblems(on: &canvas, in: rect, glyphs: glyphs)
        var rest = rect.splitTop(table.rows.count + (isExpanded ? 2 : 1)).rest
        if isExpanded { rest = explain(on: &canvas, in: rest) }
        drawGenerations(on: &canvas, in: rest, glyphs: glyphs)
    }

    /// Where a counter and its keys do not go together, and, expanded, the keys by generation.
    private func drawGenerations(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        var rest = rect
        for version in readings.versions {
            let generations = version.generations
            for warning in generations.warnings {
                let used = state.explain(warning.text, warning.style, on: &canvas, in: rest)
                rest = rest.splitTop(used).rest
            }
            guard isExpanded, !generations.found.isEmpty else { continue }
            canvas.write(Line(DisplayText(version.key), .heading), in: rest.row(0), glyphs: glyphs)
            for (row, line) in generations.found.enumerated() {
                canvas.write(line, in: rest.row(row + 1), glyphs: glyphs)
            }
            rest = rest.splitTop(generations.found.count + 2).rest
        }
    }

    private func row(_ version: VersionReadings) -> Table.Row {
        Table.Row([
            .text(
                DisplayText(isExpanded ? version.key : version.name),
                state.matchStyle(version.key)), .line(version.value),
            version.changed.cell(), .line(version.raises), .forms(version.generations.live),
            .forms(version.dead),
        ])
    }

    /// Below the expanded rows, which may be too short for it: each reason whole, and once.
    /// Returns what is left.
    private func explain(on canvas: inout Canvas, in rect: Rect) -> Rect {
        var told: Set<String> = []
        var rest = rect
        for version in readings.versions {
            guard let why = state.words(for: version.source), told.insert(why).inserted else {
                continue
            }
            rest = rest.splitTop(state.explain(why, on: &canvas, in: rest)).rest
        }
        return rest
    }

    /// A counter without a value, or with an old one, says why in its own row, across the columns
    /// that have nothing to say then; a reason that others share stands in the first of them.
    private func drawProblems(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let rows = readings.versions
        guard rows.count < rect.height else { return }
        let names = rows.map { DisplayText(isExpanded ? $0.key : $0.name).columns }
        let left = max(7, min(names.max() ?? 7, isExpanded ? 40 : 16)) + 2
        let values = rows.filter(\.hasValue).map(\.value.columns)
        let right = max(6, min(values.max() ?? 6, 20)) + 2
        let oldest = readings.oldestVersion
        var told: Set<String> = []
        for (index, version) in rows.enumerated() {
            // The panel's rule has the moment already, unless this one is of another.
            let isDated = version.source.moment == oldest
            guard let words = state.words(for: version.source),
                let why = isDated ? version.source.why : words
            else { continue }
            guard version.hasValue || told.insert(words).inserted else { continue }
            let place = rect.row(index + 1).inset(left: version.hasValue ? left + right : left)
            canvas.fill(place)
            let gist = DisplayText(why).gist(within: place.width, more: PanelKind.versions.key)
            canvas.write(Line(gist, .warning), in: place, glyphs: glyphs)
        }
    }
}
