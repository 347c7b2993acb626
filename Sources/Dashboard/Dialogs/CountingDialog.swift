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
        canvas.write(
            Line.first(of: forms, within: inside.width), in: inside.row(1), glyphs: glyphs)
        if let progress, let of = progress.of, of > 0 {
            canvas.draw(
                Gauge(ratio: min(1, Double(progress.looked) / Double(of))), in: inside.row(2),
                glyphs: glyphs)
        }
        canvas.write(
            Line("Nothing was sent. Any key cancels.", .dim), in: inside.row(4), glyphs: glyphs)
    }

    /// Longest first.
    private var forms: [Line] {
        guard let progress else { return [Line("looking at what it would do")] }
        let looked = Format.grouped(progress.looked)
        let of = progress.of.map { " of ~\(Format.grouped($0))" } ?? ""
        let found = Line(DisplayText("\(Format.grouped(progress.found)) found"), .accent)
        let left = Line(DisplayText(left(progress)), .dim)
        let keys = Line(DisplayText("\(looked)\(of), ")) + found
        return [Line("looking at keys: ") + keys + left, keys + left, keys, found]
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
