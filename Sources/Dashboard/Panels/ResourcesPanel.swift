import Metrics
import Screen

extension PanelID {
    package static let resources = PanelID(rawValue: "resources")
}

extension PanelKind {
    static let resources = PanelKind(
        .resources, title: "Resources", key: "3",
        help: PanelHelp(
            shows: """
                a row a resource: look-ups a second, hit rate, its curve on its own scale, \
                misses a second and their main cause, keys, memory, TTL by policy, what half and nine of ten keys \
                have left (p50, p90), keys over their policy or without an expiry (!), the \
                edge's delay
                """,
            measured: """
                rates from events; keys, memory and times by a sweep: SCAN, PTTL and MEMORY \
                USAGE of all keys, at 2,000 keys a second and slower where Redis slows down
                """,
            trust: """
                counts are as old as the sweep, whose age is in the rule; ~ is an estimate: from \
                a part of the keys, from a sweep that took over a tenth of the TTL, or from before the version \
                was raised. redis is the server's own rate: it has the reads of version counters, too, which \
                hit, and so lies above the row 'all'
                """),
        fields: ["resources", "unclassified", "total", "events", "reconciliation"], area: .table,
        minimum: Size(columns: 38, rows: 3),
        height: { state in
            // Rule, heading, a row each, other keys and all, and what stands below them.
            state.shown.resources.count + 4 + ResourceNotes(readings: Readings(state: state)).count
        },
        rows: { $0.resourceRows.map { .resource($0.name) } },
        keys: [.expand, .export, .sort],
        content: {
            ResourcesPanel(readings: $0.readings, isExpanded: $0.isExpanded, width: $0.size.columns)
        })
}

/// How often each kind of resource was found in the cache, and how its keys are.
struct ResourcesPanel: PanelContent {
    let readings: Readings
    let isExpanded: Bool
    let width: Int

    private var state: State { readings.state }

    var parts: [RulePart] {
        let base = RulePart(
            readings.state.baseline?.unusual.isEmpty == false ? .notice : .choice,
            readings.baselineForms)
        return readings.eventTroubles + [
            base, ServerRate(readings: readings).part, readings.lagPart,
            RulePart(.extra, readings.coverage), readings.sweepPart,
        ]
    }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let rows = readings.resources
        let why = state.words(for: state.state(of: .events))
        let columns = ResourceColumns(readings: readings, width: width, isExpanded: isExpanded)
        let hasSums = why == nil
        let table = Table(
            columns: columns.columns,
            rows: rows.map(columns.row) + (hasSums ? [columns.otherKeys, columns.all] : []),
            selected: state.selection(in: .resources), spacing: columns.spacing,
            placeholder: state.placeholder(
                hidden: 0, from: [], none: "no resource"))
        let notes = ResourceNotes(readings: readings)
        let rect = isExpanded ? rect : notes.drawn(on: &canvas, in: rect, glyphs: glyphs)
        let height = table.rows.isEmpty ? rect.height : table.rows.count + 1
        let (top, below) = rect.splitTop(why != nil || isExpanded ? height : rect.height)
        canvas.draw(table, in: top, glyphs: glyphs)
        if let why, !isExpanded {
            // In place of the sums: without events they say nothing.
            state.explain(why, on: &canvas, in: below)
        }
        guard isExpanded else { return }
        var rest = rect.splitTop(height + 1).rest
        for note in state.shown.eventNotes {
            canvas.write(note, in: rest.row(0), glyphs: glyphs)
            rest = rest.splitTop(1).rest
        }
        for text in [why].compactMap(\.self) + notes.sentences {
            let used = state.explain(text, on: &canvas, in: rest)
            rest = rest.splitTop(used + 1).rest
        }
        if let (text, style) = readings.reconciliation, rest.height >= 12 {
            let used = state.explain(text, style, on: &canvas, in: rest)
            rest = rest.splitTop(used + 1).rest
        }
        let index = state.selection(in: .resources) ?? 0
        guard rows.indices.contains(index) else { return }
        ResourceDetail(resource: rows[index], shown: state.shown).draw(
            on: &canvas, in: rest, glyphs: glyphs)
    }
}

extension [Line] {
    /// With two columns between them.
    func joined() -> Line { reduce(Line()) { $0.isEmpty ? $1 : $0 + Line("  ") + $1 } }
}
