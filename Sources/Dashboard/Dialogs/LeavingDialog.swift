import Metrics
import Screen

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
            Line("q", .dangerousKey) + Line(" stops it after this batch, quits, and says how far"),
            in: inside.row(2), glyphs: glyphs)
        canvas.write(Line("it came. Any other key stays."), in: inside.row(3), glyphs: glyphs)
    }
}
