import Metrics
import Screen

extension PanelID {
    package static let memory = PanelID(rawValue: "memory")
}

extension PanelKind {
    static let memory = PanelKind(
        .memory, title: "Memory", key: "2",
        help: PanelHelp(
            shows: """
                used memory over time against maxmemory, how fast it grows, when it is full at \
                that pace, and whose it is; other: what no key explains. On the whole screen: the hit \
                rate at other sizes, and what the bytes of each resource bring
                """,
            measured: """
                INFO at each poll; whose it is by MEMORY USAGE of the keys that the last sweep \
                met
                """,
            trust: """
                growth is the middle slope of five minutes, or of the time since it clearly \
                changed or fell suddenly; steady: it goes neither up nor down; up and down: it does both, \
                and does not grow. It says when memory is full only up to 30 times as far ahead as growth is \
                known (too early to say: until then), where growth does not slow (levels off), and not \
                while what a FLUSH or a restart took is filled again. In a cluster it is one node's memory
                """),
        fields: ["memory", "memoryBy", "secondsUntilFull", "memoryCurve"],
        area: .curve, minimum: Size(columns: 29, rows: 5), height: { _ in 8 },
        keys: [],
        content: {
            MemoryPanel(readings: $0.readings, isExpanded: $0.isExpanded)
        })
}

/// Used memory over time against its limit, how fast it grows, and whose it is.
struct MemoryPanel: PanelContent {
    let readings: Readings
    let isExpanded: Bool

    private var state: State { readings.state }
    private var source: SourceState { state.state(of: .memory) }

    /// How much of how much, and of when where it is old.
    var parts: [RulePart] {
        guard readings.used.isKnown else { return [] }
        if let age = state.age(of: source) {
            return [RulePart(.trouble, Line(DisplayText(age), .warning))]
        }
        let node = readings.isCluster ? Line(", this node only", .dim) : Line()
        let used = readings.used.line(.accent)
        guard let limit = readings.limit, let share = readings.usedShare else {
            let style = readings.style(of: .memoryUnlimited, else: .dim)
            let isCalm = readings.alert(.memoryUnlimited) == nil
            let line = used + Line(DisplayText(isCalm ? ", no limit" : ", ! no limit"), style)
            return [RulePart(isCalm ? .extra : .trouble, [line + node, line])]
        }
        let full = marked(share, .memoryFull)
        let whole = used + Line(" of ", .dim) + limit.line() + Line(", ", .dim) + full + node
        let isCalm = readings.alert(.memoryFull) == nil
        return [
            RulePart(
                isCalm ? .extra : .trouble, [whole, used + Line(", ", .dim) + full + node, full])
        ]
    }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        guard readings.used.isKnown else {
            let line = state.absence(of: source, waitingFor: "the first INFO")
            state.explain(line.string, line.spans.first?.style ?? .dim, on: &canvas, in: rect)
            return
        }
        var rest = rect
        if state.age(of: source) != nil, let why = state.words(for: source) {
            // The rule has the moment already. Over the curve's rows: the words count more.
            let words = DisplayText(source.why ?? why)
            let rows = min(words.wrapped(to: max(1, rect.width - 1)).count, 3)
            let bottom: Rect
            (rest, bottom) = rect.splitBottom(min(rows, max(0, rect.height - 3)))
            state.explain(words.string, on: &canvas, in: bottom)
        }
        let most = max(1, isExpanded ? rest.height - 6 : rest.height - 4)
        let facts = facts(rest.width, inOneRow: most == 1)
        let count = min(facts.count, most)
        let (top, bottom) = rest.splitBottom(rest.height > 3 ? count : rest.height)
        if !top.isEmpty {
            canvas.draw(readings.memoryChart(rows: top.height), in: top, glyphs: glyphs)
        }
        for (index, line) in facts.prefix(bottom.height).enumerated() {
            canvas.write(line, in: bottom.row(index), glyphs: glyphs)
        }
        if state.age(of: source) != nil { state.dimmed(&canvas, in: rest) }
    }

    /// A figure with a mark while an alert holds for it.
    private func marked(_ figure: Figure, _ rule: AlertRule) -> Line {
        let style = readings.style(of: rule)
        let isCalm = readings.alert(rule) == nil
        return figure.line(style) + Line(isCalm ? "" : "!", style)
    }

    /// Growth, over how long that was measured, and when it is full; in less room what counts most: when it is
    /// full, or has been emptied, before how it grows, and that before why nothing is said of full.
    private var trends: [Line] {
        let growth = readings.growth.line()
        let ends = readings.timeUntilFull
        guard let last = ends.last else {
            let whole = growth + readings.growthSpan
            return [Line("growth ", .dim) + whole, whole, growth]
        }
        let style = readings.style(of: .memoryFillsUp)
        let mark = readings.alert(.memoryFillsUp) == nil ? Line() : Line("!", style)
        func end(_ full: Figure) -> Line { full.line(style) + mark }
        let wholes = ends.map { growth + readings.growthSpan + Line(", ", .dim) + end($0) }
        let short = ends.map { growth + Line(", ", .dim) + end($0) }
        let least = readings.saysWhenFull ? [end(last)] : [Line("growth ", .dim) + growth, growth]
        return wholes.map { Line("growth ", .dim) + $0 } + wholes + short + least
    }

    /// What counts most first. Never hides that a figure is missing: a dash stands for it.
    private func facts(_ columns: Int, inOneRow: Bool) -> [Line] {
        let moving =
            Line("evict ", .dim) + marked(readings.evicted, .evictions)
            + Line("  expire ", .dim) + readings.expired.line()
        let rows = trends.map { [$0, moving].joined() }
        var lines: [Line]
        if inOneRow, !readings.saysWhenFull, let both = rows.first(where: { $0.columns <= columns })
        {
            lines = [both]
        } else {
            let trend = Line.first(of: trends, within: columns)
            let both = [trend, moving].joined()
            lines = both.columns <= columns ? [both] : [trend, moving]
        }
        lines.insert(contentsOf: shares(columns), at: 1)
        lines.append(
            [
                Line("rss ", .dim) + readings.resident.line(),
                Line("frag ", .dim) + readings.fragmentation.line(),
                Line("peak ", .dim) + readings.peak.line(),
                readings.evictionPolicy.line(readings.style(of: .memoryRefusesWrites)),
            ].joined())
        if isExpanded {
            let words = [
                "evict: keys removed for want of memory; expire: keys whose time was up",
                "evict: for want of memory; expire: time was up",
            ]
            lines.append(Line.first(of: words.map { Line(DisplayText($0), .dim) }, within: columns))
            lines += readings.memoryCurve(columns)
        }
        return lines
    }

    /// One row of what takes most, or all of them in as many as it takes.
    private func shares(_ columns: Int) -> [Line] {
        guard isExpanded else { return [readings.briefShares(columns)].filter { !$0.isEmpty } }
        let parts = readings.shares.map {
            Line(DisplayText("\($0.name) "), .dim) + $0.figure.line()
        }
        var rows: [Line] = []
        var row = Line()
        for part in parts {
            let longer = row.isEmpty ? part : row + Line("  ") + part
            if longer.columns > columns, !row.isEmpty {
                rows.append(row)
                row = part
            } else {
                row = longer
            }
        }
        if !row.isEmpty { rows.append(row) }
        return rows
    }
}
