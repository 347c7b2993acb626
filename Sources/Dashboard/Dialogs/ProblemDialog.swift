import Metrics
import Screen

/// Why there is no plan: a guard forbids it, or it could not be made.
struct ProblemDialog: Widget {
    let scope: InvalidationScope
    let problem: InvalidationPlan.Problem

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let width = min(76, max(38, rect.width - 4))
        let room = max(1, rect.height - 6)
        let lines = DisplayText(problem.description).wrapped(to: width - 4)
        let shown = lines.prefix(room)
        let place = rect.centered(width: width, height: shown.count + 6)
        let box = Box(
            DisplayText("Invalidate \(scope.text)"),
            style: problem.isRefusal ? .warning : .critical)
        canvas.draw(box, in: place, glyphs: glyphs)
        let inside = box.content(of: place)
        canvas.write(
            problem.isRefusal
                ? Line("Refused by a guard", .warning) : Line("It can't be planned", .critical),
            in: inside.row(0), glyphs: glyphs)
        for (row, line) in shown.enumerated() {
            canvas.write(line, x: inside.x, y: inside.y + row + 2)
        }
        if lines.count > shown.count {
            canvas.write(
                glyphs.ellipsis, x: inside.maxX - 1, y: inside.y + shown.count + 1, style: .dim)
        }
        canvas.write(
            Line("Any key closes this.", .dim), in: inside.row(inside.height - 1), glyphs: glyphs)
    }
}
