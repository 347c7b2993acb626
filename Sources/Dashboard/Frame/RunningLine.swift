import Metrics
import Screen

/// An invalidation under way, in place of the keys: how far, what the server feels of it, and how
/// to stop it. The panels above stay live.
///
/// Every figure has a width of its own, so that nothing jumps while they change.
struct RunningLine: Widget {
    let running: State.Running

    private static let shortestBar = 10

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let room = rect.inset(left: 1, right: 1)
        var name = DisplayText(running.scope.text).truncated(
            to: max(12, rect.width / 4), .middle, glyphs: glyphs)
        guard running.isStoppable || running.progress != nil else {
            let text = Line("Sending ") + Line(name, .accent) + Line(glyphs.ellipsis)
            canvas.write(text, in: room, glyphs: glyphs)
            return
        }
        var line = Line()
        var bar = 0
        for detail in Detail.allCases.reversed() {
            line = tail(detail)
            bar = room.width - name.columns - line.columns - 4
            if bar >= Self.shortestBar { break }
        }
        // How far, and how to stop it, count more than the whole name.
        name = name.truncated(
            to: max(0, room.width - line.columns - 2), .middle, glyphs: glyphs)
        var place = room
        let used = canvas.write(Line(name, .accent), in: place, glyphs: glyphs)
        place = place.inset(left: used + 2)
        if bar >= Self.shortestBar {
            canvas.draw(Gauge(ratio: ratio), in: place.splitLeft(bar).left, glyphs: glyphs)
            place = place.inset(left: bar + 2)
        }
        canvas.write(line, in: place, glyphs: glyphs)
    }

    private var ratio: Double {
        guard let progress = running.progress, progress.of > 0 else { return 0 }
        return Double(progress.done) / Double(progress.of)
    }

    /// What there is room for, each with all before it.
    private enum Detail: Int, CaseIterable {
        case count, ping, timeLeft, pingBefore, wholeHint
    }

    private func tail(_ detail: Detail) -> Line {
        func has(_ part: Detail) -> Bool { detail.rawValue >= part.rawValue }
        let of = Format.grouped(running.keys)
        let done = leading(Format.grouped(running.progress?.done ?? 0), of.count)
        var line = Line(DisplayText("\(done) of \(of)"))
        if has(.timeLeft) {
            line.append(DisplayText("  \(leading(secondsLeft.map { Format.span($0) } ?? "", 5))"))
            line.append(secondsLeft == nil ? "     " : " left", .dim)
        }
        if has(.ping) {
            line.append("  ping ", .dim)
            line.append(
                DisplayText(leading(Format.duration(running.progress?.latencySeconds), 6)),
                isGivingWay ? .warning : .plain)
        }
        if has(.pingBefore) {
            let before = leading(Format.duration(running.progress?.latencyBeforeSeconds), 6)
            line.append(DisplayText(" (before \(before))"), .dim)
        }
        line.append("  ")
        if !running.isStoppable {
            line.append(has(.wholeHint) ? "verifying the result      " : "checking  ")
        } else if running.isStopping {
            line.append(has(.wholeHint) ? "stopping after this batch " : "stopping ", .warning)
        } else {
            line.append("Esc", .dangerousKey)
            line.append(has(.wholeHint) ? " stops between batches " : " stops ")
        }
        return line
    }

    /// At the pace so far; nil until there is one.
    private var secondsLeft: Double? {
        guard let progress = running.progress, progress.done > 0, progress.seconds >= 0.5,
            progress.of >= progress.done
        else { return nil }
        return progress.seconds * Double(progress.of - progress.done) / Double(progress.done)
    }

    private var isGivingWay: Bool { running.progress?.isGivingWay ?? false }

    private func leading(_ text: String, _ columns: Int) -> String {
        String(repeating: " ", count: max(0, columns - text.count)) + text
    }
}
