import Metrics
import Screen

/// How long the keys of a resource live against its policy, and what is over it: two rows that Enter opens.
struct ResourceLife {
    let state: State
    let report: ResourceReport

    var title: String { "TTL left, policy \(Format.ttl(report.policy.ttlSeconds))" }

    /// Its rule, the histogram, and two rows.
    var height: Int { report.ttl == nil ? 2 : 4 + (state.size.rows >= 36 ? 3 : 1) }

    var annotation: Line {
        guard let ttl = report.ttl else { return Line() }
        func life(_ seconds: Double?) -> String {
            Format.life(seconds, ofTTL: report.policy.ttlSeconds)
        }
        return Line(DisplayText("p50 \(life(ttl.p50Seconds))  p90 \(life(ttl.p90Seconds))"), .dim)
    }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        guard let ttl = report.ttl else {
            let words = state.viewing == nil ? "not looked at yet" : "not recorded"
            canvas.write(Line(DisplayText(words), .dim), in: rect, glyphs: glyphs)
            return
        }
        // In little room the rows count more than the histogram.
        let (top, rows) = rect.splitBottom(min(2, rect.height))
        canvas.draw(
            Histogram(
                ttl.buckets.map(\.keys), highlighted: highlighted(ttl),
                labels: [
                    "0",
                    DisplayText("\(Format.ttl(report.policy.ttlSeconds)) \(glyphs.separator) over"),
                ]),
            in: top, glyphs: glyphs)
        for (index, kind) in KeyListKind.allCases.enumerated() {
            let row = rows.row(index)
            canvas.write(line(kind, ttl, row.width, glyphs), in: row, glyphs: glyphs)
            if let place = state.rows(of: state.view).firstIndex(of: .keyList(kind)) {
                canvas.note(place: place, in: row)
            }
            if state.selections[state.cursor]?.row == .keyList(kind) {
                canvas.restyle(row, .selected)
            }
        }
    }

    private func highlighted(_ ttl: ResourceReport.TTL) -> Set<Int> {
        ttl.overPolicy > 0 ? [max(0, ttl.buckets.count - 1)] : []
    }

    private func line(
        _ kind: KeyListKind, _ ttl: ResourceReport.TTL, _ width: Int, _ glyphs: Glyphs
    ) -> Line {
        let count = kind.count(in: ttl)
        let label = Line(DisplayText(kind.title.padded(after: 12)), .dim)
        guard count > 0 else { return label + Line("0", .dim) }
        let rule: AlertRule = kind == .overPolicy ? .keysOverTTL : .keysWithoutExpiry
        let style = state.shown.alertNow(rule, of: report.name).map { Style($0.severity) }
        var line = label + Line(DisplayText("\(Format.keys(count)) !"), style ?? .plain)
        guard let first = kind.examples(in: ttl).first else { return line }
        if let longest = first.ttlSeconds {
            let life = Format.life(longest, ofTTL: report.policy.ttlSeconds)
            line.append(DisplayText("  longest \(life)"))
        }
        let room = width - line.columns - 2
        guard room >= 12 else { return line }
        let name = DisplayText(first.key.shownName).truncated(to: room, .middle, glyphs: glyphs)
        return line + Line("  ") + Line(name, .dim)
    }
}
