import Metrics
import Screen

/// All alerts, each with its whole sentence: what happened and what to do.
struct AlertsDialog: Widget {
    let state: State
    let offset: Int

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        canvas.draw(box(in: rect), in: rect, glyphs: glyphs)
    }

    func box(in rect: Rect) -> ScrollBox {
        let width = min(rect.width, 100)
        let lines = lines(max(1, ScrollBox.textColumns(width) - 2), state.glyphs)
        var box = ScrollBox("Alerts", width: width, lines: lines, offset: offset)
        box.annotations = state.closingHints(isWhole: box.isWhole(in: rect))
        return box
    }

    private func lines(_ width: Int, _ glyphs: Glyphs) -> [Line] {
        let alerts = state.shown.urgentAlerts
        let connection = connection.map { [entry($0, .critical, width, glyphs)] } ?? []
        let entries =
            connection
            + alerts.map { alert in
                let since = alert.since.map { "since \(state.time($0)): " } ?? ""
                return entry(since + alert.message, alert.severity, width, glyphs)
            }
        return entries.isEmpty ? [Line("no alerts", .good)] : Array(entries.joined())
    }

    /// The whole reason, of which the banner may have no room for all.
    private var connection: String? {
        guard case .lost(let why, _) = state.link, !state.isReplay else { return nil }
        return why
    }

    private func entry(
        _ text: String, _ severity: Alert.Severity, _ width: Int, _ glyphs: Glyphs
    ) -> [Line] {
        let mark = severity == .critical ? glyphs.critical : "!"
        return DisplayText(text).wrapped(to: width).enumerated().map { index, text in
            Line(DisplayText(index == 0 ? "\(mark) " : "  "), Style(severity)) + Line(text)
        }
    }
}
