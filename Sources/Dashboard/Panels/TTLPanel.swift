import Metrics
import Screen

extension PanelID {
    package static let ttl = PanelID(rawValue: "ttl")
}

extension PanelKind {
    static let ttl = PanelKind(
        .ttl, title: "TTL left", key: "2", fields: ["resources[].ttl"], area: .middle,
        minimum: Size(columns: 40, rows: 5),
        height: { $0.shown.resources.count + 2 },
        rows: { $0.resourceRows.map { .resource($0.name) } },
        content: { TTLPanel(state: $0.state, isExpanded: $0.isExpanded) })
}

/// How much life the keys have left, against what the policy gives them.
struct TTLPanel: PanelContent {
    let state: State
    let isExpanded: Bool

    var annotation: Line {
        guard let swept = state.shown.resources.compactMap(\.sweptAt).max() else { return Line() }
        let age = max(0, state.viewedAt.seconds(since: swept))
        let seconds = state.shown.resources.compactMap(\.sweepSeconds).max()
        var line = Line()
        if let old = state.age(of: life), state.age(of: state.state(of: .scan)) == nil {
            line.append(DisplayText("TTL \(old), "), .warning)
        }
        line.append("keys looked at ", .dim)
        line.append(
            DisplayText(Format.ago(age)),
            state.age(of: state.state(of: .scan)) == nil ? .plain : .warning)
        if let seconds { line.append(DisplayText(", in \(Format.duration(seconds))"), .dim) }
        if state.shown.isCluster { line.append(", this node only", .dim) }
        return line
    }

    private var life: SourceState { state.state(of: .timeToLive) }

    /// What the sweep may not ask, each sentence once.
    private var problems: [String] {
        var problems: [String] = []
        for source in [Source.scan, .timeToLive, .memoryUsage] {
            guard let why = state.words(for: state.state(of: source)), !problems.contains(why)
            else {
                continue
            }
            problems.append(why)
        }
        return problems
    }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        var rest = rect
        if !problems.isEmpty {
            let why = problems.joined(separator: " ")
            let lines = min(2, DisplayText(why).wrapped(to: max(1, rect.width - 1)).count)
            let bottom: Rect
            (rest, bottom) = rect.splitBottom(lines)
            state.explain(why, on: &canvas, in: bottom)
        }
        let reports = state.resourceRows
        if isExpanded, rest.height >= reports.count * 4 {
            drawTall(reports, on: &canvas, in: rest, glyphs: glyphs)
            if state.age(of: life) != nil { state.dimmed(&canvas, in: rest) }
            return
        }
        let table = Table(
            columns: columns, rows: reports.map(row), selected: state.selection(in: .ttl),
            placeholder: state.placeholder(
                hidden: state.shown.resources.count, from: [], none: "no resource"))
        canvas.draw(table, in: rest, glyphs: glyphs)
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
            .init("gone in 10 s", width: .fixed(12), alignment: .trailing, priority: 4),
            .init("no expiry", width: .fixed(9), alignment: .trailing, priority: 5),
            .init("over policy", width: .fixed(11), alignment: .trailing, priority: 6),
            .init("edge", width: .fixed(7), alignment: .trailing, priority: 7),
        ]
    }

    /// What the bars go from and to, and what the last one is.
    private var range: DisplayText {
        let glyphs = state.glyphs
        return DisplayText("0 \(glyphs.arrow) policy \(glyphs.separator) over")
    }

    private func row(_ report: ResourceReport) -> Table.Row {
        let policy = DisplayText(Format.ttl(report.policy.ttlSeconds))
        let edge = (report.policy.cdnSeconds ?? 0) + (report.policy.swrSeconds ?? 0)
        let edgeText = DisplayText(edge > 0 ? "+" + Format.ttl(edge) : "none")
        guard let ttl = report.ttl else {
            return Table.Row([
                .text(DisplayText(report.name)), .text(policy, .dim), .line(absence),
                .text("-", .dim), .text("-", .dim), .text("-", .dim), .text("-", .dim),
                .text("-", .dim), .text(edgeText, .dim),
            ])
        }
        return Table.Row(
            [
                .text(DisplayText(report.name)), .text(policy, .dim), histogram(ttl),
                .text(life(ttl.p50Seconds, report)), .text(life(ttl.p90Seconds, report)),
                .text(DisplayText(Format.count(UInt64(ttl.expiringIn10Seconds)))),
                suspect(ttl.withoutExpiry, .keysWithoutExpiry, report),
                suspect(ttl.overPolicy, .keysOverTTL, report), .text(edgeText, .dim),
            ], style: state.age(of: life) == nil ? nil : .dim)
    }

    /// In place of a histogram; what hinders the sweep stands below the rows.
    private var absence: Line {
        switch life {
        // The sweep is under way and has met none of these keys.
        case .fresh: Line(DisplayText(Format.absent), .dim)
        case .notYet where state.isNeverConnected: Line(DisplayText(Format.absent), .dim)
        case .notYet: Line("not looked at yet", .dim)
        case .asOf, .notTold, .refused: Line("not known", .dim)
        }
    }

    private func histogram(_ ttl: ResourceReport.TTL) -> Table.Content {
        if ttl.sampled == 0 { return .text("no keys", .dim) }
        return .histogram(
            Histogram(
                ttl.buckets.map(\.keys), highlighted: [max(0, ttl.buckets.count - 1)]))
    }

    /// Keys that should not be there: shown as a warning as soon as there is one.
    private func suspect(
        _ keys: Int, _ rule: AlertRule, _ report: ResourceReport
    ) -> Table.Content {
        let count = Format.count(UInt64(keys))
        guard let alert = state.shown.alert(rule, of: report.name) else {
            return .text(DisplayText(count), .dim)
        }
        return .text(DisplayText(count + " !"), Style(alert.severity))
    }

    private func life(_ value: Double?, _ report: ResourceReport) -> DisplayText {
        DisplayText(Format.life(value, ofTTL: report.policy.ttlSeconds))
    }

    private func drawTall(
        _ reports: [ResourceReport], on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs
    ) {
        let each = min(12, rect.height / max(1, reports.count))
        for (index, report) in reports.enumerated() {
            let place = Rect(
                x: rect.x, y: rect.y + index * each, width: rect.width, height: each)
            let (left, right) = place.splitLeft(30)
            let isSelected = state.selection(in: .ttl) == index
            canvas.write(
                Line(DisplayText(report.name), isSelected ? .selected : .heading), in: left,
                glyphs: glyphs)
            guard let ttl = report.ttl else {
                canvas.write(absence, in: right, glyphs: glyphs)
                continue
            }
            let facts = [
                "policy \(Format.ttl(report.policy.ttlSeconds)), \(Format.keys(ttl.sampled)) seen",
                "p50 \(life(ttl.p50Seconds, report))  p90 \(life(ttl.p90Seconds, report))",
                "no expiry \(ttl.withoutExpiry)  over policy \(ttl.overPolicy)",
            ]
            for (row, fact) in facts.enumerated() where row + 1 < each {
                canvas.write(
                    Line(DisplayText(fact), .dim), in: left.row(row + 1), glyphs: glyphs)
            }
            let end = "\(Format.ttl(report.policy.ttlSeconds)) \(glyphs.separator) over"
            canvas.draw(
                Histogram(
                    ttl.buckets.map(\.keys), highlighted: [max(0, ttl.buckets.count - 1)],
                    labels: ["0", DisplayText(end)]),
                in: right.inset(right: 1, bottom: each > 3 ? 1 : 0), glyphs: glyphs)
        }
    }
}
