import Metrics
import Screen

/// One resource by itself: its hit rate over hours, what happened at the cursor, how long its keys live,
/// which of them miss, and when a purge would show.
struct ResourceView: Widget {
    let state: State
    let name: String

    /// Columns of the chart's curve, about: a step of the cursor.
    static func chartColumns(_ size: Size) -> Int { max(20, size.columns - 7) }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        guard let report = state.resource(name) else { return }
        let facts = ResourceFacts(state: state, report: report)
        let lines = facts.lines(rect.width - 2)
        let hasFacts = rect.height >= lines.count + 16
        let (upper, bottom) = rect.splitBottom(hasFacts ? lines.count + 1 : 0)
        let (chart, rest) = upper.splitTop(max(5, min(20, upper.height * 2 / 5)))
        ResourceChart(state: state, report: report).draw(on: &canvas, in: chart, glyphs: glyphs)
        let (left, right) = rest.splitLeft(rest.width / 2)
        let happenings = ResourceHappenings(state: state, report: report)
        let life = ResourceLife(state: state, report: report)
        section(happenings.title, on: &canvas, in: left, glyphs) {
            happenings.draw(on: &$0, in: $1, glyphs: glyphs)
        }
        let (top, below) = right.splitTop(min(life.height, right.height / 2 + 1))
        section(life.title, life.annotation, on: &canvas, in: top, glyphs) {
            life.draw(on: &$0, in: $1, glyphs: glyphs)
        }
        let missed = ResourceMisses(state: state, report: report)
        section(
            missed.title, missed.annotation, isFocused: true, on: &canvas, in: below, glyphs
        ) {
            missed.draw(on: &$0, in: $1, glyphs: glyphs)
        }
        if hasFacts {
            section(facts.title, on: &canvas, in: bottom, glyphs) { canvas, inside in
                for (row, line) in lines.enumerated() {
                    canvas.write(line, in: inside.row(row), glyphs: glyphs)
                }
            }
        }
        let x = left.maxX - 1
        canvas.verticalLine(
            x: x, y: rest.y, height: rest.height + (hasFacts ? 1 : 0), glyphs: glyphs)
        if !below.isEmpty { canvas.horizontalLine(x: x, y: below.y, width: 2, glyphs: glyphs) }
    }

    private func section(
        _ title: String, _ annotation: Line = Line(), isFocused: Bool = false,
        on canvas: inout Canvas, in rect: Rect, _ glyphs: Glyphs,
        _ body: (inout Canvas, Rect) -> Void
    ) {
        guard rect.height > 0 else { return }
        let panel = Panel(DisplayText(title), annotation: annotation, isFocused: isFocused)
        canvas.draw(panel, in: rect, glyphs: glyphs)
        let inside = panel.content(of: rect).inset(right: 1)
        guard !inside.isEmpty else { return }
        canvas.clipped(to: inside) { body(&$0, inside) }
    }
}
