import Metrics
import Screen

/// The second line: how many alerts there are, and in few words as many as there is room for.
struct AlertLine: Widget {
    /// The worst first.
    let alerts: [Alert]
    /// Whether it is known that there is none.
    let isKnown: Bool

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        guard let worst = alerts.first, !rect.isEmpty else {
            if isKnown { canvas.write(Line(" no alerts", .dim), in: rect, glyphs: glyphs) }
            return
        }
        let count = alerts.count == 1 ? " 1 alert" : " \(alerts.count) alerts"
        let line = Line(DisplayText(count), Style(worst.severity))
        let key = Line("a", .key) + Line(" all ")
        var room = rect.width - line.columns - key.columns - 1
        canvas.write(key, in: rect, alignment: .trailing, glyphs: glyphs)
        var shown = line
        for (index, alert) in alerts.enumerated() {
            let style = Style(alert.severity)
            let mark = alert.severity == .critical ? glyphs.critical : "!"
            var part = Line("  ") + Line(DisplayText("\(mark) \(alert.gist)"), style)
            if index == 0, part.columns > room { part = part.truncated(to: room, glyphs: glyphs) }
            guard part.columns <= room else { continue }
            shown += part
            room -= part.columns
        }
        canvas.write(shown, in: rect, glyphs: glyphs)
    }
}
