import Metrics
import Screen

/// Below the expanded hit rates: one resource by itself, each number with what it means.
struct ResourceDetail {
    let resource: ResourceReadings
    let shown: Snapshot

    private var report: ResourceReport { resource.report }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        guard rect.height >= 2 else { return }
        canvas.write(
            Line.first(of: heads(glyphs), within: rect.width), in: rect.row(0), glyphs: glyphs)
        let facts = facts
        let graphRows = max(0, min(8, rect.height - facts.count - 2))
        let (graph, rest) = rect.splitTop(1).rest.splitTop(graphRows)
        if graphRows > 0 {
            canvas.draw(
                stretched(to: graph.width),
                in: graph.inset(right: 1), glyphs: glyphs)
        }
        for (index, fact) in facts.enumerated() {
            let row = rest.row(index + (graphRows > 0 ? 1 : 0))
            let label = DisplayText(fact.label)
            canvas.write(Line(label, .dim), in: row, glyphs: glyphs)
            // What it means is whole or left out.
            let value = Line(DisplayText(fact.value))
            let whole = value + Line(DisplayText("  " + fact.meaning), .dim)
            let place = row.inset(left: 16)
            canvas.write(
                Line.first(of: [whole, value], within: place.width), in: place, glyphs: glyphs)
        }
    }

    /// What the curve is, in ever fewer words.
    private func heads(_ glyphs: Glyphs) -> [Line] {
        let name = Line(DisplayText(report.name), .heading)
        let long = name + Line("  each second of the last minute, bottom 0 %, top 100 %", .dim)
        let short = name + Line("  the last minute, 0 to 100 %", .dim)
        guard !marks.isEmpty else { return [long, short, name] }
        let marked =
            Line(", ", .dim) + Line(DisplayText(glyphs.marker), .marker)
            + Line(" an invalidation", .dim)
        return [long + marked, long, short, name]
    }

    private var marks: InvalidationMarks { shown.marks(inMinuteOf: report) }

    /// Each second several columns wide where there is room; a mark is one column.
    private func stretched(to width: Int) -> Sparkline {
        let each = max(1, (width - 1) / max(1, report.minute.count))
        let marks = marks
        return Sparkline(
            report.minute.flatMap { Array(repeating: $0, count: each) }, domain: .fixed(0, 1),
            marks: Set(marks.ordered.map { $0 * each }),
            faintMarks: Set(marks.observed.map { $0 * each }))
    }

    private var sweepMeaning: String {
        switch report.estimated {
        case nil: "not looked at yet"
        case true?: "~ keys and bytes are estimates: sampled, or the sweep took long for this TTL"
        case false?:
            shown.isCluster ? "every key of this node was looked at" : "every key was looked at"
        }
    }

    private var facts: [(label: String, value: String, meaning: String)] {
        let policy = report.policy
        var facts: [(label: String, value: String, meaning: String)] = [
            ("Redis TTL", Format.span(Double(policy.ttlSeconds)), "how long Redis keeps a copy")
        ]
        if let cdn = policy.cdnSeconds {
            let stale = policy.swrSeconds.map { " + \(Format.span(Double($0)))" } ?? ""
            facts.append(
                (
                    "CDN", Format.span(Double(cdn)) + stale,
                    "s-maxage + stale-while-revalidate: a purge shows at the edge this much later"
                ))
        }
        facts.append(
            (
                "ISR", policy.isrSeconds.map { Format.span(Double($0)) } ?? "none",
                policy.isrSeconds == nil
                    ? "no page is built from it" : "pages built from it are rebuilt this often"
            ))
        facts.append(
            (
                "counter", policy.counter ?? "none",
                policy.counter == nil
                    ? "invalidated key by key" : "raising it invalidates every copy"
            ))
        facts.append(
            (
                "swept", report.sweepSeconds.map { "in \(Format.duration($0))" } ?? Format.absent,
                sweepMeaning
            ))
        let causes = resource.causes
        facts.append(("misses", causes.figure.line().string, causes.meaning))
        if let dead = report.deadGenerations {
            facts.append(
                (
                    "dead keys", Format.count(dead.keys),
                    "of older versions, \(Format.bytes(dead.bytes)), gone in \(Format.span(dead.goneInSeconds))"
                ))
        }
        return facts
    }
}
