import Metrics
import Screen

/// Why there is no plan: a guard forbids it, or it could not be made.
struct ProblemDialog: Widget {
    let state: State
    let scope: InvalidationScope
    let problem: InvalidationPlan.Problem
    let offset: Int

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        canvas.draw(box(in: rect), in: rect, glyphs: glyphs)
    }

    func box(in rect: Rect) -> ScrollBox {
        let width = min(rect.width, 76)
        let columns = ScrollBox.textColumns(width)
        let head =
            problem.isRefusal
            ? Line("Refused by a guard", .warning) : Line("It can't be planned", .critical)
        let lines = DisplayText(problem.description).wrapped(to: columns).map { Line($0) }
        var box = ScrollBox(
            DisplayText("Invalidate \(scope.text)"),
            style: problem.isRefusal ? .warning : .critical, width: width,
            lines: [head, Line()] + lines, answers: [Line("Any key closes this.", .dim)],
            offset: offset)
        if !box.isWhole(in: rect) {
            box.answers = [Line("Down and Up scroll, Esc closes.", .dim)]
        }
        return box
    }
}
