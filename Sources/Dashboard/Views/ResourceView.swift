import Metrics
import Screen

/// One resource by itself: its hit rate over hours, what happened at the cursor, how long its keys live,
/// which of them miss, and when a purge would show.
struct ResourceView: Widget {
    let state: State
    let name: String

    /// With fewer columns its sections stand below each other.
    private static let leastForTwo = 70

    /// Columns of the chart's curve, about: a step of the cursor.
    static func chartColumns(_ size: Size) -> Int { max(20, size.columns - 7) }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        guard let report = state.resource(name) else { return }
        let facts = ResourceFacts(state: state, report: report)
        let lines = facts.lines(rect.width - 2)
        let hasFacts = rect.height >= lines.count + 16
        let (upper, bottom) = rect.splitBottom(hasFacts ? lines.count + 1 : 0)
        // In little room what is wrong with its keys counts more than its curve.
        let isStacked = rect.width < Self.leastForTwo
        let chartRows = chartRows(of: upper, report, isStacked: isStacked)
        let (chart, rest) = upper.splitTop(chartRows)
        if chartRows > 0 {
            ResourceChart(state: state, report: report).draw(
                on: &canvas, in: chart, glyphs: glyphs)
        }
        if hasFacts {
            section(facts.title, on: &canvas, in: bottom, glyphs) { canvas, inside in
                for (row, line) in lines.enumerated() {
                    canvas.write(line, in: inside.row(row), glyphs: glyphs)
                }
            }
        }
        if isStacked {
            drawStacked(report, on: &canvas, in: rest, glyphs)
        } else {
            drawBeside(report, on: &canvas, in: rest, glyphs)
        }
    }

    /// In a tall terminal it gives rows to what stands below it, and takes those that are left there.
    private func chartRows(of upper: Rect, _ report: ResourceReport, isStacked: Bool) -> Int {
        guard upper.height >= 11 else { return 0 }
        let share = isStacked ? upper.height / 3 : upper.height * 2 / 5
        guard !isStacked, upper.height >= 40 else { return max(5, min(20, share)) }
        let (least, most) = (13, 30)
        let below = upper.inset(top: least)
        let halves = halves(of: below, report)
        return min(max(least, upper.height - max(halves.leftRows, halves.rightRows)), most)
    }

    /// What stands beside each other, and the rows that each would need.
    private struct Halves {
        var left: Rect
        var right: Rect
        var insight: ResourceInsight
        /// On the right, below the keys: there is room, and what happened has none.
        var curve: ResourceInsight?
        var leftRows: Int
        var rightRows: Int
    }

    private func halves(of rect: Rect, _ report: ResourceReport) -> Halves {
        let (left, right) = rect.splitLeft(rect.width / 2)
        let whole = ResourceInsight(state: state, report: report, room: left.size)
        let happenings = max(
            ResourceInsight.leastAbove, ResourceHappenings(state: state, report: report).height + 1)
        let life = min(
            ResourceLife(state: state, report: report).height, right.height / 2 + 1)
        let keys = life + ResourceMisses(state: state, report: report).height + 1
        var halves = Halves(
            left: left, right: right, insight: whole, leftRows: happenings + whole.height,
            rightRows: keys)
        let curve = whole.only(.curve)
        guard whole.canBeParted, halves.leftRows > left.height,
            keys + curve.height <= right.height
        else { return halves }
        halves.insight = whole.only(.causes)
        halves.curve = curve
        halves.leftRows = happenings + halves.insight.height
        halves.rightRows = keys + curve.height
        return halves
    }

    /// What happened and why it misses, and beside it how long keys live and which of them miss.
    private func drawBeside(
        _ report: ResourceReport, on canvas: inout Canvas, in rect: Rect, _ glyphs: Glyphs
    ) {
        let halves = halves(of: rect, report)
        let (left, insight) = (halves.left, halves.insight)
        let (right, curvePlace) = halves.right.splitBottom(halves.curve?.height ?? 0)
        let below = drawKeys(of: report, on: &canvas, in: right, glyphs)
        let (top, why) = left.splitBottom(insight.height)
        drawHappenings(of: report, on: &canvas, in: top, glyphs)
        canvas.draw(insight, in: why.inset(right: 1), glyphs: glyphs)
        if let curve = halves.curve { canvas.draw(curve, in: curvePlace, glyphs: glyphs) }
        let x = left.maxX - 1
        // Not through a title of the rule below.
        let meetsRule = canvas[x, rect.maxY]?.style == .border
        canvas.verticalLine(
            x: x, y: rect.y, height: rect.height + (meetsRule ? 1 : 0), glyphs: glyphs)
        for row in [below, curvePlace] where !row.isEmpty {
            canvas.horizontalLine(x: x, y: row.y, width: 2, glyphs: glyphs)
        }
        for row in insight.rules {
            canvas.horizontalLine(x: x - 1, y: why.y + row, width: 2, glyphs: glyphs)
        }
    }

    /// All in one column: how long they live, what happened, and those that miss.
    private func drawStacked(
        _ report: ResourceReport, on canvas: inout Canvas, in rect: Rect, _ glyphs: Glyphs
    ) {
        let life = ResourceLife(state: state, report: report)
        let (top, rest) = rect.splitTop(rect.height < 10 ? 3 : min(life.height, rect.height / 2))
        section(life.title, [RulePart(.extra, life.annotation)], on: &canvas, in: top, glyphs) {
            life.draw(on: &$0, in: $1, glyphs: glyphs)
        }
        let (middle, bottom) = rest.splitTop(min(8, (rest.height + 1) * 2 / 5))
        drawHappenings(of: report, on: &canvas, in: middle, glyphs)
        drawMisses(of: report, on: &canvas, in: bottom, glyphs)
    }

    private func drawHappenings(
        of report: ResourceReport, on canvas: inout Canvas, in rect: Rect, _ glyphs: Glyphs
    ) {
        let happenings = ResourceHappenings(state: state, report: report)
        section(happenings.title, on: &canvas, in: rect, glyphs) {
            happenings.draw(on: &$0, in: $1, glyphs: glyphs)
        }
    }

    /// How long they live, and below that those that miss, whose place it returns.
    private func drawKeys(
        of report: ResourceReport, on canvas: inout Canvas, in rect: Rect, _ glyphs: Glyphs
    ) -> Rect {
        let life = ResourceLife(state: state, report: report)
        let (top, below) = rect.splitTop(min(life.height, rect.height / 2 + 1))
        section(life.title, [RulePart(.extra, life.annotation)], on: &canvas, in: top, glyphs) {
            life.draw(on: &$0, in: $1, glyphs: glyphs)
        }
        drawMisses(of: report, on: &canvas, in: below, glyphs)
        return below
    }

    private func drawMisses(
        of report: ResourceReport, on canvas: inout Canvas, in rect: Rect, _ glyphs: Glyphs
    ) {
        let missed = ResourceMisses(state: state, report: report)
        section(
            missed.title, missed.parts, isFocused: true, on: &canvas, in: rect, glyphs
        ) {
            missed.draw(on: &$0, in: $1, glyphs: glyphs)
        }
    }

    private func section(
        _ title: String, _ parts: [RulePart] = [], isFocused: Bool = false,
        on canvas: inout Canvas, in rect: Rect, _ glyphs: Glyphs,
        _ body: (inout Canvas, Rect) -> Void
    ) {
        guard rect.height > 0 else { return }
        let panel = Panel(RuleTitle([DisplayText(title)], parts), isFocused: isFocused)
        canvas.draw(panel, in: rect, glyphs: glyphs)
        let inside = panel.content(of: rect).inset(right: 1)
        guard !inside.isEmpty else { return }
        canvas.clipped(to: inside) { body(&$0, inside) }
    }
}
