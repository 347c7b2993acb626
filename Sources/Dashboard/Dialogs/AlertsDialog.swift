import Metrics
import Screen

/// All alerts, each with its whole sentence: what happened and what to do.
struct AlertsDialog: Widget {
    let state: State
    let offset: Int

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let width = min(rect.width, 100)
        let lines = lines(max(1, width - 6), glyphs)
        let place = rect.centered(width: width, height: min(rect.height, lines.count + 2))
        let room = max(0, place.height - 2)
        let isLong = lines.count > room
        let box = Box(
            "Alerts",
            annotation: Line(
                DisplayText(
                    isLong
                        ? "\(glyphs.up)\(glyphs.down) scroll, any other key closes"
                        : "any key closes"), .dim))
        canvas.draw(box, in: place, glyphs: glyphs)
        let inside = box.content(of: place)
        let first = min(offset, max(0, lines.count - room))
        for (row, line) in lines.dropFirst(first).prefix(room).enumerated() {
            canvas.write(line, in: inside.row(row), glyphs: glyphs)
        }
    }

    func count(in rect: Rect) -> Int {
        lines(max(1, min(rect.width, 100) - 6), state.glyphs).count
    }

    private func lines(_ width: Int, _ glyphs: Glyphs) -> [Line] {
        let alerts = state.shown.urgentAlerts
        guard !alerts.isEmpty else { return [Line("no alerts", .good)] }
        return alerts.flatMap { alert in
            let mark = alert.severity == .critical ? glyphs.critical : "!"
            let since = alert.since.map { "since \(state.time($0)): " } ?? ""
            let texts = DisplayText(since + alert.message).wrapped(to: width)
            return texts.enumerated().map { index, text in
                Line(DisplayText(index == 0 ? "\(mark) " : "  "), Style(alert.severity))
                    + Line(text)
            }
        }
    }
}
