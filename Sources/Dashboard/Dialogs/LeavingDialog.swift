import Metrics
import Screen

/// What quitting means while a purge is under way.
struct LeavingDialog: Widget {
    let running: State.Running

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let width = min(rect.width, 64)
        let done = Format.grouped(running.progress?.done ?? 0)
        let facts = "\(running.scope.text)  \(done) of \(Format.grouped(running.keys)) keys"
        let words = "q stops it after this batch, quits, and says how far it came."
        let columns = ScrollBox.textColumns(width)
        let box = ScrollBox(
            "A purge is under way", width: width,
            lines: DisplayText(facts).wrapped(to: columns).map { Line($0, .accent) } + [Line()]
                + DisplayText(words).wrapped(to: columns).map { Line($0) },
            answers: [Line("q", .dangerousKey) + Line(" stops and quits, any other key stays")])
        canvas.draw(box, in: rect, glyphs: glyphs)
    }
}
