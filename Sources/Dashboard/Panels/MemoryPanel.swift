import Metrics
import Screen

extension PanelID {
    package static let memory = PanelID(rawValue: "memory")
}

extension PanelKind {
    static let memory = PanelKind(
        .memory, title: "Memory", key: "6", fields: ["memory"], area: .side,
        minimum: Size(columns: 29, rows: 3),
        height: { _ in 8 },
        content: { MemoryPanel(state: $0.state, isExpanded: $0.isExpanded) })
}

/// Used memory against its limit, and what the server does to stay below it.
struct MemoryPanel: PanelContent {
    let state: State
    let isExpanded: Bool

    private var memory: Snapshot.Memory { state.shown.memory }

    var annotation: Line {
        if let age = state.age(of: state.state(of: .memory)) {
            return Line(DisplayText(age), .warning)
        }
        return state.shown.isCluster ? Line("this node only", .dim) : Line()
    }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let source = state.state(of: .memory)
        guard memory.usedBytes != nil else {
            let line = state.absence(of: source, waitingFor: "the first INFO")
            state.explain(line.string, line.spans.first?.style ?? .dim, on: &canvas, in: rect)
            return
        }
        var rest = rect
        if state.age(of: source) != nil, let why = state.words(for: source) {
            // The rule has the moment already. Over the history's rows: the words count more.
            let words = DisplayText(source.why ?? why)
            let rows = min(words.wrapped(to: max(1, rect.width - 1)).count, 3)
            let bottom: Rect
            (rest, bottom) = rect.splitBottom(min(rows, max(0, rect.height - 5)))
            state.explain(words.string, on: &canvas, in: bottom)
        }
        drawFigures(on: &canvas, in: rest, glyphs: glyphs)
        if state.age(of: source) != nil { state.dimmed(&canvas, in: rest) }
    }

    private func drawFigures(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        drawGauge(on: &canvas, in: rect, glyphs: glyphs)
        let gauge = (memory.maxBytes ?? 0) > 0 ? 2 : 1
        for (index, line) in facts.enumerated() {
            canvas.write(line, in: rect.row(index + gauge), glyphs: glyphs)
        }
        drawHistory(on: &canvas, in: rect.splitTop(facts.count + gauge).rest, glyphs: glyphs)
    }

    private func drawGauge(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let used = pair("used ", Format.bytes(memory.usedBytes), .accent)
        guard let limit = memory.maxBytes, limit > 0, let bytes = memory.usedBytes else {
            let none = state.shown.alert(.memoryUnlimited).map {
                Line("  no limit", Style($0.severity))
            }
            canvas.write(used + (none ?? Line()), in: rect.row(0), glyphs: glyphs)
            return
        }
        canvas.write(used + pair(" of ", Format.bytes(limit)), in: rect.row(0), glyphs: glyphs)
        let ratio = Double(bytes) / Double(limit)
        let style = Style(barOf: state.shown.alert(.memoryFull)?.severity)
        canvas.draw(
            Gauge(
                ratio: ratio, style: style, label: Line(DisplayText(" " + Format.percent(ratio)))),
            in: rect.row(1), glyphs: glyphs)
    }

    /// Never hides that a figure is missing: a dash stands for it.
    private var facts: [Line] {
        let server = state.shown.server
        let fragmentation = memory.fragmentationRatio.map { Format.decimal($0, places: 2) }
        var lines = [
            pair("rss ", Format.bytes(memory.rssBytes))
                + pair("  frag ", fragmentation ?? Format.absent),
            pair("peak ", Format.bytes(memory.peakBytes))
                + Line("  ") + policyLine,
            pair(
                "evict ", rate(server.evictedPerSecond), state.shown.style(of: .evictions))
                + pair("  expire ", rate(server.expiredPerSecond)),
        ]
        if isExpanded {
            lines.append(
                Line("evict: keys removed for want of memory; expire: keys whose time was up", .dim)
            )
        }
        return lines
    }

    private var policyLine: Line {
        guard let policy = memory.policy else { return Line(DisplayText(Format.absent), .dim) }
        return Line(DisplayText(policy), state.shown.style(of: .memoryRefusesWrites))
    }

    private func drawHistory(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        guard rect.height > 0, !memory.history.isEmpty else { return }
        let limit = memory.maxBytes ?? 0
        let label = Line(DisplayText(" \(memory.history.count) m"), .dim)
        let height = isExpanded ? rect.height : min(rect.height, 3)
        let (graph, right) = rect.splitTop(height).top.splitRight(label.columns)
        canvas.draw(
            Sparkline(
                memory.history.map { Double($0) },
                domain: limit > 0 ? .fixed(0, Double(limit)) : .upToLargest),
            in: graph, glyphs: glyphs)
        canvas.write(label, in: right.row(height - 1), alignment: .trailing, glyphs: glyphs)
    }

    private func pair(
        _ label: String, _ value: String, _ style: Style = .plain
    ) -> Line {
        Line(DisplayText(label), .dim) + Line(DisplayText(value), style)
    }

    private func rate(_ value: Double?) -> String {
        value.map { Format.rate($0) + "/s" } ?? Format.absent
    }
}
