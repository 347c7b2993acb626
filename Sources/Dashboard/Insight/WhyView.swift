import Metrics
import Screen

/// Why a resource misses and what would help: causes, other times to live, when its copies expire, which of
/// its keys are hot, and which no one reads. It scrolls.
struct WhyView: Widget {
    let state: State
    let name: String

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        guard let report = state.resource(name) else { return }
        let policy = Format.ttl(report.policy.ttlSeconds)
        let panel = Panel(
            DisplayText("\(name): why it misses, policy \(policy)"), isFocused: true)
        canvas.draw(panel, in: rect, glyphs: glyphs)
        let inside = panel.content(of: rect).inset(right: 1)
        let lines = lines(inside.width)
        let offset = min(state.viewOffset, max(0, lines.count - inside.height))
        for (row, line) in lines.dropFirst(offset).prefix(inside.height).enumerated() {
            canvas.write(line, in: inside.row(row), glyphs: glyphs)
        }
        let below = lines.count - offset - inside.height
        guard below > 0 else { return }
        let more = Line(DisplayText(" \(glyphs.down)\(below) more"), .accent)
        canvas.write(
            more, in: inside.row(inside.height - 1), alignment: .trailing, glyphs: glyphs)
    }

    /// Rows that can be scrolled away before the last ones are on the screen.
    func lastOffset(in rect: Rect) -> Int {
        let inside = Panel("").content(of: rect).inset(right: 1)
        return max(0, lines(inside.width).count - inside.height)
    }

    private func lines(_ width: Int) -> [Line] {
        guard let report = state.resource(name) else { return [] }
        let glyphs = state.glyphs
        let causes = MissCauseLines(state: state, report: report)
        let curve = TTLCurveLines(state: state, report: report)
        let more = WhyFacts(state: state, report: report)
        let spans = WhySpans(state: state, report: report)
        let sections: [(title: String, span: String?, lines: [Line])] = [
            ("Misses by cause", spans.causes, causes.lines(width, glyphs) + causes.method(width)),
            ("Hit rate by TTL", spans.curve, curve.lines(width, glyphs) + curve.advice(width)),
            ("Expiry", spans.expiry, more.expiry(width)),
            ("Hot keys", spans.hotKeys, more.hotKeys(width)),
            ("Written and never read", spans.neverRead, more.neverRead(width)),
        ]
        return sections.enumerated().flatMap { index, section in
            let span = section.span.map { Line(DisplayText("  \($0)"), .dim) } ?? Line()
            let title = Line(DisplayText(section.title), .heading)
            return (index == 0 ? [] : [Line()])
                + [Line.first(of: [title + span, title], within: width)] + section.lines
        }
    }
}
