import Metrics
import Screen

/// What stands out, most important first, each with what shows it, how sure it is and what to do next; then
/// what could not be judged so far.
struct FindingsView: Widget {
    let state: State

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let inside = Panel("").content(of: rect).inset(right: 1)
        var hidden = 0
        canvas.clipped(to: inside) { hidden = drawText(on: &$0, in: inside, glyphs) }
        let panel = Panel(RuleTitle(["Findings"], parts(hidden, glyphs)), isFocused: true)
        canvas.draw(panel, in: rect, glyphs: glyphs)
    }

    /// The lines that are below the screen.
    private func drawText(on canvas: inout Canvas, in rect: Rect, _ glyphs: Glyphs) -> Int {
        guard state.hasFindings else {
            let why = "What stood out at an earlier moment is not recorded; 0 returns to now."
            state.explain(why, .dim, on: &canvas, in: rect)
            return 0
        }
        guard shownFindings == 0 else { return drawEntries(on: &canvas, in: rect, glyphs) }
        let used = state.explain(nothing, .good, on: &canvas, in: rect)
        return drawEntries(on: &canvas, in: rect.inset(top: used + 1), glyphs)
    }

    private var shownFindings: Int { state.shown.findings.count }

    private var nothing: String {
        guard let seconds = state.shown.events.observedSeconds else {
            return "Nothing to report; no look-ups were read."
        }
        return "Nothing to report; look-ups of \(Format.span(seconds)) were read."
    }

    /// How many there are, where Enter leads from the selected one, and what is below.
    private func parts(_ hidden: Int, _ glyphs: Glyphs) -> [RulePart] {
        guard state.hasFindings else { return [] }
        let more = hidden > 0 ? "\(glyphs.down)\(hidden) more" : ""
        let ended = state.shown.findings.count { $0.endedAt != nil }
        let over = ended > 0 ? ", \(ended) ended last" : ""
        let counts =
            shownFindings > 0
            ? ["\(shownFindings), most important first\(over)", "\(shownFindings)"] : []
        return [
            RulePart(.extra, counts.map { Line(DisplayText($0), .dim) }),
            RulePart(.choice, enter ?? Line()),
            RulePart(.notice, Line(DisplayText(more), .accent)),
        ]
    }

    private var enter: Line? {
        guard case .finding(let identity, let part)? = state.selections[state.cursor]?.row,
            part != "unjudged",
            let finding = state.shown.findings.first(where: { $0.identity == identity })
        else { return nil }
        let place = DisplayText(state.place(of: finding).words)
        return Line("Enter", .key) + Line(" ") + Line(place, .accent)
    }

    /// From the first line on that leaves the selected one on the screen.
    private func drawEntries(on canvas: inout Canvas, in rect: Rect, _ glyphs: Glyphs) -> Int {
        guard !rect.isEmpty else { return 0 }
        let entries = state.findingEntries(rect.width)
        let selected = state.selection(in: state.cursor)
        var lines: [(line: Line, place: Int, isMarked: Bool)] = []
        var top = 0
        var bottom = 0
        for (place, entry) in entries.enumerated() {
            if place == selected { top = lines.count }
            lines += entry.lines.enumerated().map { row, line in
                (line, place, place == selected && row < entry.marked)
            }
            if place == selected { bottom = lines.count }
        }
        let offset = max(0, min(top, bottom - rect.height))
        for (row, line) in lines.dropFirst(offset).prefix(rect.height).enumerated() {
            let place = rect.row(row)
            canvas.write(line.line, in: place, glyphs: glyphs)
            canvas.note(place: line.place, in: place)
            if line.isMarked { canvas.restyle(place, .selected) }
        }
        return max(0, lines.count - offset - rect.height)
    }
}
