import Metrics
import Screen

/// All alerts, each with its whole sentence: what happened and what to do; below them those that are over.
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
        let hints = state.closingHints(isWhole: box.isWhole(in: rect))
        let findings = Line("i", .key) + Line(" findings, ", .dim)
        box.annotations =
            isOutdated
            ? [Line("changed since: ", .warning) + Line("a", .key)]
            : hints.map { findings + $0 } + hints
        return box
    }

    private var isOutdated: Bool { state.readAlerts.isOutdated(by: state.shown) }

    private func lines(_ width: Int, _ glyphs: Glyphs) -> [Line] {
        let page = state.readAlerts
        let connection = connection.map { [entry($0, .critical, width, glyphs)] } ?? []
        let entries =
            connection
            + page.alerts.map { alert in
                alert.isNow
                    ? entry(text(of: alert), alert.severity, width, glyphs)
                    : mark("-", .dim, text(of: alert), width)
            }
        let rest = page.unrecorded.map { mark("-", .dim, "others: \($0)", width) } ?? []
        let none = page.unrecorded == nil ? [Line("no alerts", .good)] : []
        let now = (entries.isEmpty ? none : Array(entries.joined())) + rest
        guard !page.ended.isEmpty else { return now }
        let over = page.ended.map { alert in
            let took = Format.span(alert.until.seconds(since: alert.since))
            let isOlder = alert.heldAtStart == true
            let since = (isOlder ? "before " : "") + state.longTime(alert.since)
            let time =
                "\(since) to \(state.time(alert.until)) (\(took)\(isOlder ? " or more" : ""))"
            return mark("-", .dim, "\(time): \(alert.gist)", width)
        }
        return now + [Line(), Line("Ended", .heading)] + Array(over.joined())
    }

    private func text(of alert: Alert) -> String {
        let quiet = alert.quietSince.map {
            " (It ended at \(state.time($0)), unless it comes back.)"
        }
        return since(alert) + alert.message + (quiet ?? "")
    }

    /// What held when cachetop began to watch may have held for long.
    private func since(_ alert: Alert) -> String {
        guard let since = alert.since else { return "" }
        let time = state.longTime(since)
        return alert.heldAtStart == true
            ? "before \(time), when cachetop began to watch: " : "since \(time): "
    }

    /// The whole reason, of which the banner may have no room for all, until an alert has it.
    private var connection: String? {
        guard
            !state.readAlerts.alerts.contains(where: {
                $0.rule == AlertRule.redisUnavailable.name
            }), case .lost(let why, _) = state.link, !state.isReplay
        else { return nil }
        return why
    }

    private func entry(
        _ text: String, _ severity: Alert.Severity, _ width: Int, _ glyphs: Glyphs
    ) -> [Line] {
        mark(severity == .critical ? "\(glyphs.critical)" : "!", Style(severity), text, width)
    }

    private func mark(_ mark: String, _ style: Style, _ text: String, _ width: Int) -> [Line] {
        DisplayText(text).wrapped(to: width).enumerated().map { index, text in
            Line(DisplayText(index == 0 ? "\(mark) " : "  "), style)
                + Line(text, style == .dim ? .dim : .plain)
        }
    }
}
