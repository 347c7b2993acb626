import Metrics
import Screen

extension PanelID {
    package static let hitRate = PanelID(rawValue: "hitRate")
}

extension PanelKind {
    static let hitRate = PanelKind(
        .hitRate, title: "Hit rate", key: "1",
        fields: ["resources", "unclassified", "total", "events"], area: .top,
        minimum: Size(columns: 46, rows: 3),
        height: { state in
            // Rule, heading, a row each, other keys and all, and what stands below them.
            state.shown.resources.count + 4 + HitRatePanel.notes(state).count
                + state.shown.eventNotes.count
        },
        rows: { $0.resourceRows.map { .resource($0.name) } },
        content: { HitRatePanel(state: $0.state, isExpanded: $0.isExpanded, width: $0.width) })
}

/// How often each kind of resource was found in the cache: the panel one looks at first.
struct HitRatePanel: PanelContent {
    let state: State
    let isExpanded: Bool
    let width: Int

    private var shown: Snapshot { state.shown }

    /// In the longest form that the rule has room for.
    var annotation: Line {
        let room = width - DisplayText(PanelID.hitRate.title).columns - 7
        let rate = ServerRate(state: state)
        let figures = eventFigures
        var forms = ServerRate.Form.allCases.compactMap { form in
            rate.line(form).map { figures.isEmpty ? $0 : $0 + Line("  ") + figures }
        }
        if forms.isEmpty || hasNotableFigures { forms.append(figures) }
        if let brief = rate.line(.brief) { forms.append(brief) }
        return forms.first { $0.columns <= room } ?? Line()
    }

    private var hasNotableFigures: Bool {
        [AlertRule.eventsLate, .eventsLost, .streamRestarted, .linesDropped]
            .contains { shown.alert($0) != nil }
    }

    private var eventFigures: Line {
        let events = shown.events
        var parts: [Line] = []
        if let lag = events.lagSeconds {
            parts.append(
                Line("lag ", .dim)
                    + Line(
                        DisplayText(Format.duration(lag).padded(before: 6)),
                        shown.style(of: .eventsLate)))
        }
        func append(_ rule: AlertRule, _ words: String) {
            guard let alert = shown.alert(rule) else { return }
            parts.append(Line(DisplayText(words), Style(alert.severity)))
        }
        let lost = events.lostEntries.map { ", \(Format.count($0)) entries lost" } ?? ""
        append(.eventsLost, "gaps \(Format.count(events.gaps))\(lost)")
        append(.streamRestarted, "stream restarted \(events.resets)x")
        append(.linesDropped, "\(Format.count(events.dropped)) lines dropped")
        return parts.reduce(Line()) { $0.isEmpty ? $1 : $0 + Line("  ") + $1 }
    }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let rows = state.resourceRows
        let why = state.words(for: state.state(of: .events))
        let table = Table(
            columns: columns, rows: rows.map(row) + (why == nil ? summary : []),
            selected: state.selection(in: .hitRate),
            placeholder: state.placeholder(
                hidden: shown.resources.count, from: [], none: "no resource"))
        let notes = Self.notes(state)
        let room = drawn(notes, on: &canvas, in: rect)
        let rect = drawAlerts(on: &canvas, in: room, glyphs: glyphs)
        let height = table.rows.count + 1
        let (top, below) = rect.splitTop(why != nil || isExpanded ? height : rect.height)
        canvas.draw(table, in: top, glyphs: glyphs)
        if let why, !isExpanded {
            // In place of the sums: without events they say nothing.
            state.explain(why, on: &canvas, in: below)
        }
        guard isExpanded else { return }
        var rest = rect.splitTop(height + 1).rest
        for text in [why].compactMap(\.self) + notes.map(\.string) {
            let used = state.explain(text, on: &canvas, in: rest)
            rest = rest.splitTop(used + 1).rest
        }
        let index = state.selection(in: .hitRate) ?? 0
        guard rows.indices.contains(index) else { return }
        ResourceDetail(report: rows[index], shown: shown).draw(
            on: &canvas, in: rest, glyphs: glyphs)
    }

    /// What the alerts say of the event source, in the last rows and rather than the sums: numbers that
    /// look like an idle shop must not stand alone. Returns the room that is left.
    private func drawAlerts(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) -> Rect {
        let notes = shown.eventNotes.prefix(max(0, rect.height - 2))
        let (room, rows) = rect.splitBottom(notes.count)
        for (index, note) in notes.enumerated() {
            canvas.write(note, in: rows.row(index), glyphs: glyphs)
        }
        return room
    }

    private var columns: [Table.Column] {
        var columns: [Table.Column] = [
            .init("resource", width: .fitted(min: 9, max: 16)),
            .init("req/s", width: .fixed(6), alignment: .trailing, priority: 1),
            .init("10 s", width: .fixed(6), alignment: .trailing, priority: 2),
            .init("1 m", width: .fixed(6), alignment: .trailing),
            .init("5 m", width: .fixed(6), alignment: .trailing, priority: 4),
            .init("last minute", width: .flexible(min: 11, max: 60), priority: 6),
            .init("keys", width: .fixed(7), alignment: .trailing, priority: 3),
            .init("mem", width: .fixed(8), alignment: .trailing, priority: 5),
            .init("dead", width: .fixed(5), alignment: .trailing, priority: 7),
            .init("ttl", width: .fixed(5), alignment: .trailing, priority: 8),
        ]
        if isExpanded {
            columns += [
                .init("hits", width: .fixed(7), alignment: .trailing, priority: 9),
                .init("misses", width: .fixed(7), alignment: .trailing, priority: 9),
                .init("looked up in 1 m", width: .fixed(16), alignment: .trailing, priority: 10),
            ]
        }
        return columns
    }

    /// What is missing in the events although they come in: a row each, below the sums.
    static func notes(_ state: State) -> [DisplayText] {
        guard !state.isLost, let why = state.state(of: .streamInfo).why,
            state.state(of: .events).isFresh
        else { return [] }
        switch state.state(of: .streamInfo) {
        case .fresh, .notYet: return []
        case .asOf(let at, _):
            return [DisplayText("gaps known to \(state.time(at)), XINFO is refused: \(why)")]
        case .refused: return [DisplayText("gaps unknown, XINFO is refused: \(why)")]
        case .notTold: return [DisplayText("gaps unknown: \(why)")]
        }
    }

    /// Draws the notes at the bottom and returns what is left above them.
    private func drawn(_ notes: [DisplayText], on canvas: inout Canvas, in rect: Rect) -> Rect {
        guard !isExpanded else { return rect }
        let (rest, bottom) = rect.splitBottom(min(notes.count, max(0, rect.height - 2)))
        for (row, note) in notes.prefix(bottom.height).enumerated() {
            let gist = note.gist(within: bottom.width, more: PanelKind.hitRate.key)
            canvas.write(Line(gist, .warning), in: bottom.row(row), glyphs: state.glyphs)
        }
        return rest
    }

    private func row(_ report: ResourceReport) -> Table.Row {
        let estimated = report.estimated ?? false
        return Table.Row(
            [.text(DisplayText(report.name))] + rates(report.windows) + [
                .sparkline(minute(report)),
                .text(DisplayText(Format.count(report.keys, estimated: estimated)), style(.scan)),
                .text(DisplayText(Format.bytes(report.bytes)), style(.memoryUsage)),
                dead(report.deadGenerations?.keys),
                .text(DisplayText(Format.ttl(report.policy.ttlSeconds)), .dim),
                .text(DisplayText(Format.count(report.hits))),
                .text(DisplayText(Format.count(report.misses))),
                .text(DisplayText(Format.count(lookups(report.windows, seconds: 60)))),
            ])
    }

    private func minute(_ report: ResourceReport) -> Sparkline {
        let marks = shown.marks(inMinuteOf: report)
        return Sparkline(
            report.minute, domain: .fixed(0, 1), fitting: .means, marks: marks.ordered,
            faintMarks: marks.observed)
    }

    private var summary: [Table.Row] {
        guard state.filter.isEmpty else { return [] }
        let other = shown.unclassified
        let estimated = shown.resources.contains { $0.estimated ?? false }
        let keys = sum(shown.resources.map(\.keys) + [other.keys])
        let bytes = sum(shown.resources.map(\.bytes) + [other.bytes])
        return [
            Table.Row(
                [.text("other keys", .dim)] + rates(other.windows) + [
                    .text(DisplayText(other.examples.first ?? ""), .dim),
                    .text(
                        DisplayText(Format.count(other.keys, estimated: estimated)), style(.scan)),
                    .text(DisplayText(Format.bytes(other.bytes)), style(.memoryUsage)), .empty,
                    .empty,
                    .text(DisplayText(Format.count(other.hits))),
                    .text(DisplayText(Format.count(other.misses))),
                    .text(DisplayText(Format.count(lookups(other.windows, seconds: 60)))),
                ]),
            Table.Row(
                [.text("all", .heading)] + rates(shown.total.windows) + [
                    .line(coverage),
                    .text(DisplayText(Format.count(keys, estimated: estimated)), style(.scan)),
                    .text(DisplayText(Format.bytes(bytes)), style(.memoryUsage)),
                    dead(deadKeys), .empty,
                    .text(DisplayText(Format.count(shown.total.hits))),
                    .text(DisplayText(Format.count(shown.total.misses))),
                    .text(DisplayText(Format.count(lookups(shown.total.windows, seconds: 60)))),
                ]),
        ]
    }

    /// Of the keys beside it those that no one reads any more; of a resource without a counter nothing is said.
    private func dead(_ keys: UInt64?) -> Table.Content {
        guard let keys else { return .empty }
        return .text(DisplayText(Format.count(keys)), .dim)
    }

    private var deadKeys: UInt64? {
        let parts = shown.resources.compactMap(\.deadGenerations)
        return parts.isEmpty ? nil : parts.reduce(0) { $0 &+ $1.keys }
    }

    /// Says so while the longest window is not filled yet: its numbers are of less time.
    private var coverage: Line {
        guard let longest = shown.total.windows.last, longest.isCoveredInPart,
            let covered = longest.coveredSeconds
        else { return Line() }
        return Line(DisplayText("\(Format.span(covered)) so far"), .dim)
    }

    private func rates(_ windows: [Window]) -> [Table.Content] {
        let minute = windows.first { $0.seconds == 10 }
        let isOld = style(.events) == .dim
        // A source that is not understood may well have look-ups: 0 would be a guess.
        let isKnown = shown.isUnderstood || minute?.hitRate != nil
        let perSecond = isKnown ? minute?.lookupsPerSecond : nil
        return [
            .text(DisplayText(Format.rate(perSecond)), isKnown ? style(.events) : .dim)
        ]
            + Window.lengths.map { seconds in
                let rate = windows.first { $0.seconds == seconds }?.hitRate
                return .text(
                    DisplayText(Format.percent(rate)),
                    rate == nil || isOld ? .dim : seconds == 60 ? .accent : .plain)
            }
    }

    /// Dim where the figures of a source are old.
    private func style(_ source: Source) -> Style {
        state.age(of: state.state(of: source)) == nil ? .plain : .dim
    }

    private func lookups(_ windows: [Window], seconds: Int) -> UInt64? {
        windows.first { $0.seconds == seconds }.map { $0.hits &+ $0.misses }
    }

    /// nil unless every part is known: a sum with a hole is no sum.
    private func sum(_ parts: [UInt64?]) -> UInt64? {
        parts.reduce(0 as UInt64?) { total, part in
            guard let total, let part else { return nil }
            return total &+ part
        }
    }
}
