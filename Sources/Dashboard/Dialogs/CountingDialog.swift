import Metrics
import Screen

/// While the keys of a plan are counted: how far it is, and that nothing was sent yet.
struct CountingDialog: Widget {
    let scope: InvalidationScope
    let progress: PlanProgress?
    /// Since it was asked for.
    let seconds: Double

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let place = rect.centered(width: min(96, max(38, rect.width - 4)), height: 7)
        let box = Box(DisplayText("Invalidate \(scope.text)"), style: .focusedBorder)
        canvas.draw(box, in: place, glyphs: glyphs)
        let inside = box.content(of: place)
        canvas.write(line, in: inside.row(1), glyphs: glyphs)
        if let progress, let of = progress.of, of > 0 {
            canvas.draw(
                Gauge(ratio: min(1, Double(progress.looked) / Double(of))), in: inside.row(2),
                glyphs: glyphs)
        }
        canvas.write(
            Line("Nothing was sent. Any key cancels.", .dim), in: inside.row(4), glyphs: glyphs)
    }

    private var line: Line {
        guard let progress else { return Line("looking at what it would do") }
        let of = progress.of.map { " of ~\(Format.grouped($0))" } ?? ""
        return Line(DisplayText("looking at keys: \(Format.grouped(progress.looked))\(of), "))
            + Line(DisplayText("\(Format.grouped(progress.found)) found"), .accent)
            + Line(DisplayText(left(progress)), .dim)
    }

    /// At the pace so far, which is known after some seconds.
    private func left(_ progress: PlanProgress) -> String {
        guard let of = progress.of, progress.looked > 0, progress.looked < of, seconds >= 3 else {
            return ""
        }
        let left = seconds * Double(of - progress.looked) / Double(progress.looked)
        return left < 3 ? "" : ", ~\(Format.span(left)) more"
    }
}

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

/// What quitting means while a purge is under way.
struct LeavingDialog: Widget {
    let running: State.Running

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let place = rect.centered(width: 64, height: 6)
        let box = Box("A purge is under way", style: .focusedBorder)
        canvas.draw(box, in: place, glyphs: glyphs)
        let inside = box.content(of: place)
        let done = Format.grouped(running.progress?.done ?? 0)
        canvas.write(
            Line(DisplayText(running.scope.text), .accent)
                + Line(DisplayText("  \(done) of \(Format.grouped(running.keys)) keys")),
            in: inside.row(0), glyphs: glyphs)
        canvas.write(
            Line("q", .dangerousKey) + Line(" stops it after this batch, quits, and tells how far"),
            in: inside.row(2), glyphs: glyphs)
        canvas.write(Line("it came. Any other key stays."), in: inside.row(3), glyphs: glyphs)
    }
}
