import Metrics
import Screen

/// The first line: which server, how it is, how old the numbers are.
///
/// Its parts have places of a fixed width, so that no part comes and goes with another's digits.
struct Header: Widget {
    let readings: Readings

    private var state: State { readings.state }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let right = status(rect.width, glyphs)
        let room = max(0, rect.width - right.columns - 2)
        canvas.write(right, in: rect.splitRight(right.columns + 1).right, glyphs: glyphs)
        // Parts give way from the last one on; the endpoint is cut rather than left out.
        var line = Line(" cachetop ", .title)
        if state.setting.isProduction { line.append(" PRODUCTION ") }
        line.append(" ")
        line += Line(
            state.setting.name.map { DisplayText($0) } ?? endpoint(within: room, glyphs), .accent)
        if state.view != .dashboard {
            let left = max(12, room - line.columns - 3)
            let name = DisplayText(state.view.name).truncated(to: left, .middle, glyphs: glyphs)
            line += Line(" > ", .dim) + Line(name)
        }
        for part in parts {
            guard line.columns + part.columns + 2 <= room else { continue }
            line.append("  ")
            line += part
        }
        canvas.write(line, in: rect.splitLeft(room).left, glyphs: glyphs)
        if state.setting.isProduction { canvas.restyle(rect.splitLeft(room).left, .production) }
    }

    /// The whole where it takes a third of the line at most; else the node rather than how it is reached.
    private func endpoint(within room: Int, _ glyphs: Glyphs) -> DisplayText {
        let whole = state.shown.endpoint
        let most = max(22, room * 2 / 5)
        if DisplayText(whole).columns <= most { return DisplayText(whole) }
        let parts = whole.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        let isURL = parts.count == 3 && parts[0].hasSuffix(":") && parts[1].isEmpty
        let node = isURL ? String(parts[2]) : whole
        return DisplayText(node).truncated(to: most, .middle, glyphs: glyphs)
    }

    /// Most important first.
    private var parts: [Line] {
        var parts: [Line] = []
        if state.setting.isInsecure { parts.append(Line(" TLS NOT VERIFIED ", .production)) }
        if state.setting.isReadOnly { parts.append(Line("read-only", .good)) }
        if let speed = readings.lineSpeed { parts.append(Line(DisplayText("line \(speed)"), .dim)) }
        if let search = state.shown.alertNow(.searchEngine) { parts.append(Self.meili(search)) }
        // Its figures are those of one node, and it can't be purged whole.
        if state.shown.isCluster { parts.append(Line("cluster", .accent)) }
        if readings.version.isKnown {
            var line = readings.version.line()
            if readings.role.isKnown { line += Line(" ") + readings.role.line() }
            if let replicas = readings.replicas { line += Line(", ") + replicas.line() }
            parts.append(line)
        }
        func part(_ figure: Figure, _ width: Int, before: String = "", after: String = "") {
            var line = Line()
            if figure.isKnown {
                line =
                    Line(DisplayText(before), .dim) + figure.line(width: width)
                    + Line(DisplayText(after), .dim)
            }
            let slot = before.count + width + after.count
            parts.append(line + Line(DisplayText("".padded(after: slot - line.columns))))
        }
        part(readings.uptime, 6, before: "up ")
        part(readings.operations, 5, after: " ops/s")
        part(readings.processor, 6, before: "cpu ")
        part(readings.clients, 5, after: " clients")
        if state.setting.name != nil {
            parts.append(Line(DisplayText(state.shown.endpoint), .dim))
        }
        return parts
    }

    /// Why it is down is among the alerts.
    private static func meili(_ search: Alert) -> Line {
        let isUp = search.severity == .info
        let words = (isUp ? search.message : "down!").padded(after: 9)
        return Line("meili ", .dim) + Line(DisplayText(words), isUp ? .good : .critical)
    }

    // MARK: Status

    /// Columns of the words before the time, by the width of the screen.
    private static func slot(_ columns: Int) -> Int {
        columns >= 100 ? 24 : columns >= 64 ? 18 : 8
    }

    private func status(_ columns: Int, _ glyphs: Glyphs) -> Line {
        if state.isReplay {
            return Line(DisplayText("snapshot of \(state.shown.takenAt)"), .accent)
        }
        let slot = Self.slot(columns)
        var line = Line.first(of: forms(glyphs), within: slot)
        let every = "  \(readings.interval)"
        if state.isLive, state.viewing == nil, line.columns + every.count <= slot, columns >= 64 {
            line.append(DisplayText(every), .dim)
        }
        line.append(DisplayText("".padded(after: slot - line.columns)))
        line.append(DisplayText("  " + state.time(state.viewing?.at ?? state.serverNow)))
        return line
    }

    /// How it is with the server, longest first.
    private func forms(_ glyphs: Glyphs) -> [Line] {
        func forms(_ mark: DisplayText, _ style: Style, _ words: String...) -> [Line] {
            words.map { Line(mark + DisplayText(" \($0)"), style) }
        }
        let (hollow, half) = (DisplayText(glyphs.hollowBullet), DisplayText(glyphs.halfBullet))
        switch state.link {
        case .connecting: return forms(hollow, .dim, "connecting", "wait")
        case .lost:
            guard let look = state.lastLook else {
                return forms(hollow, .critical, "not connected", "lost")
            }
            let time = state.time(look.server)
            return forms(hollow, .critical, "lost, as of \(time)", "lost at \(time)", "lost")
        case .live where state.viewing != nil: return forms(half, .warning, "past")
        case .live where state.isPaused:
            let moment = state.shown.takenAt.timeOfDay(
                offsetSeconds: state.setting.utcOffsetSeconds)
            return forms("||", .warning, "paused at \(moment)", "paused \(moment)", "held")
        case .live:
            if state.shown.alertNow(.redisUnavailable) != nil {
                return forms(hollow, .critical, "connected, not served", "not served", "away")
            }
            if let late = state.lateAlert {
                return forms(half, Style(late.severity), late.message, "late")
            }
            // Hit rates that can't be relied on: live is not all there is to say.
            if !state.shown.isUnderstood {
                return forms(half, .warning, "events not understood", "events unclear", "events")
            }
            if state.shown.alertNow(.eventsAheadOfClock) != nil {
                return forms(half, .warning, "event ids ahead", "clock")
            }
            if state.shown.hasOldFigures {
                return forms(half, .warning, "live in part", "in part")
            }
            return forms(DisplayText(glyphs.bullet), .good, "live")
        }
    }
}
