import Metrics
import Screen

extension PanelID {
    package static let ttl = PanelID(rawValue: "ttl")
}

extension PanelKind {
    static let ttl = PanelKind(
        .ttl, title: "TTL left", tab: "TTL", key: "7",
        help: PanelHelp(
            shows: """
                how much life keys have left, from 0 to the policy's TTL, and those over it or \
                without an expiry (Enter lists these); how many keys expire in the next 10 and \
                60 s, the worst second to come, and keys that expire together
                """,
            measured: """
                PTTL of each key that the sweep met, with the sweep's age in the rule
                """,
            trust: """
                right after a warm-up or a purge bars lean to one side: copies of one age. What \
                expires is - where a copy filled after the sweep could be among it. Keys that a \
                sweep was not permitted to ask are not in it
                """),
        fields: ["resources[].ttl", "expiryForecast"], area: .low,
        minimum: Size(columns: 40, rows: 5),
        height: { $0.shown.resources.count + 2 },
        rows: { $0.resourceRows.map { .resource($0.name) } },
        keys: [.expand, .export],
        content: { TTLPanel(readings: $0.readings, isExpanded: $0.isExpanded) })
}

/// How much life the keys have left, against what the policy gives them.
struct TTLPanel: PanelContent {
    let readings: Readings
    let isExpanded: Bool

    /// The name of a resource, and its facts.
    private static let tallRows = 5

    private var state: State { readings.state }

    var parts: [RulePart] { [readings.sweepPart] }

    private var life: SourceState { state.state(of: .timeToLive) }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        var rest = rect
        let problems = readings.sweepProblems
        if !problems.isEmpty {
            let why = problems.joined(separator: " ")
            let lines = min(2, DisplayText(why).wrapped(to: max(1, rect.width - 1)).count)
            let bottom: Rect
            (rest, bottom) = rect.splitBottom(lines)
            state.explain(why, on: &canvas, in: bottom)
        }
        let rows = readings.resources
        // With less room for each the table below leaves nothing out.
        if isExpanded, !rows.isEmpty, rest.height >= rows.count * Self.tallRows {
            drawTall(rows, on: &canvas, in: rest, glyphs: glyphs)
            if state.age(of: life) != nil { state.dimmed(&canvas, in: rest) }
            return
        }
        let table = Table(
            columns: columns, rows: rows.map(row), selected: state.selection(in: .ttl),
            placeholder: state.placeholder(
                hidden: 0, from: [], none: "no resource"))
        canvas.draw(table, in: rest, glyphs: glyphs)
        guard isExpanded else { return }
        drawNotes(rows, on: &canvas, in: rest.splitTop(table.rows.count + 2).rest)
    }

    /// What the columns have no room for: when keys expire, and which expire together.
    private func drawNotes(
        _ rows: [ResourceReadings], on canvas: inout Canvas, in rect: Rect
    ) {
        var rest = rect
        let soon = rows.map { "\($0.name) \($0.goneIn10.line())/\($0.goneIn60.line())" }
        if !soon.isEmpty {
            let words = "Keys gone in 10 s/60 s: " + soon.joined(separator: ", ")
            rest = rest.splitTop(state.explain(words, .dim, on: &canvas, in: rest)).rest
        }
        for words in rows.compactMap(\.cliffWords) {
            let used = state.explain("! " + words, .accent, on: &canvas, in: rest)
            rest = rest.splitTop(used).rest
        }
    }

    private var columns: [Table.Column] {
        [
            .init("resource", width: .fitted(min: 9, max: 16)),
            .init("policy", width: .fixed(6), alignment: .trailing, priority: 2),
            .init(
                "time left: \(range)", short: ["\(range)", "time left"],
                width: .flexible(min: 11, max: 55)),
            .init("p50", width: .fixed(6), alignment: .trailing, priority: 1),
            .init("p90", width: .fixed(6), alignment: .trailing, priority: 3),
            .init("gone 10 s", width: .fixed(9), alignment: .trailing, priority: 6),
            .init("60 s", width: .fixed(6), alignment: .trailing, priority: 7),
            .init("worst second", width: .fixed(14), alignment: .trailing, priority: 8),
            .init("no expiry", width: .fixed(9), alignment: .trailing, priority: 5),
            .init("over policy", width: .fixed(11), alignment: .trailing, priority: 4),
            .init("edge", width: .fixed(6), alignment: .trailing, priority: 9),
        ]
    }

    /// What the bars go from and to, and what the last one is.
    private var range: DisplayText {
        let glyphs = state.glyphs
        return DisplayText("0 \(glyphs.arrow) policy \(glyphs.separator) over")
    }

    private func row(_ resource: ResourceReadings) -> Table.Row {
        Table.Row(
            [
                .text(DisplayText(resource.name), state.matchStyle(resource.name)),
                .line(resource.timeToLive), bars(resource),
                resource.median.cell(), resource.ninetieth.cell(), resource.goneIn10.cell(),
                resource.goneIn60.cell(), resource.worstSecond.cell(),
                .line(resource.withoutExpiry), .line(resource.overPolicy), .line(resource.edge),
            ], style: state.age(of: life) == nil ? nil : .dim)
    }

    private func bars(_ resource: ResourceReadings) -> Table.Content {
        if let histogram = resource.histogram() { return .histogram(histogram) }
        return .line(resource.hasNoKeys ? Line("none at the sweep", .dim) : absence)
    }

    /// In place of bars; what hinders the sweep stands below the rows.
    private var absence: Line {
        switch life {
        // The sweep is under way and has met none of these keys.
        case .fresh: Line("-", .dim)
        case .notYet where state.isNeverConnected: Line("-", .dim)
        case .notYet: Line("not looked at yet", .dim)
        case .asOf, .notTold, .refused: Line("not known", .dim)
        }
    }

    private func drawTall(
        _ resources: [ResourceReadings], on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs
    ) {
        let each = min(12, rect.height / max(1, resources.count))
        for (index, resource) in resources.enumerated() {
            let place = Rect(
                x: rect.x, y: rect.y + index * each, width: rect.width, height: each)
            canvas.note(place: index, in: place)
            let (left, right) = place.splitLeft(factColumns(rect.width))
            let isSelected = state.selection(in: .ttl) == index
            canvas.write(
                Line(
                    DisplayText(resource.name),
                    isSelected
                        ? .selected
                        : state.matchStyle(resource.name) == .accent ? .accent : .heading),
                in: left,
                glyphs: glyphs)
            let end = resource.timeToLive.string + " \(glyphs.separator) over"
            guard let histogram = resource.histogram(labels: ["0", DisplayText(end)]) else {
                canvas.write(
                    resource.hasNoKeys ? Line("none at the sweep", .dim) : absence, in: right,
                    glyphs: glyphs)
                canvas.write(
                    Line("policy ", .dim) + resource.timeToLive, in: left.row(1), glyphs: glyphs)
                continue
            }
            let facts = facts(of: resource, left.width - 2)
            for (row, fact) in facts.enumerated() where row + 1 < each {
                canvas.write(fact, in: left.row(row + 1), glyphs: glyphs)
            }
            canvas.draw(
                histogram, in: right.inset(right: 1, bottom: each > 3 ? 1 : 0), glyphs: glyphs)
        }
    }

    private func factColumns(_ width: Int) -> Int { width < 110 ? 30 : 52 }

    /// Below the name of a resource, each within so many columns.
    private func facts(of resource: ResourceReadings, _ width: Int) -> [Line] {
        func part(_ label: DisplayText, _ line: Line) -> Line { Line(label, .dim) + line }
        let policy =
            part("policy ", resource.timeToLive) + part(", ", resource.looked.line(.dim))
        let lives =
            part("p50 ", resource.median.line()) + part("  p90 ", resource.ninetieth.line())
        let suspects =
            part("no expiry ", resource.withoutExpiry)
            + part("  over policy ", resource.overPolicy)
        let soon =
            part("gone in 10 s ", resource.goneIn10.line())
            + part(", 60 s ", resource.goneIn60.line())
        let worst = part("  worst ", resource.worstSecond.line())
        return [
            policy, lives,
            Line.first(of: [suspects + resource.overPolicyExample, suspects], within: width),
            Line.first(
                of: resource.cliff.prefix(2) + [soon + worst, soon], within: width),
        ]
    }
}
