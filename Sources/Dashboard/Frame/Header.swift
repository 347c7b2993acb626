import Metrics
import Screen

/// The first line: which server, how it is, how old the numbers are.
struct Header: Widget {
    let readings: Readings

    private var state: State { readings.state }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let right = status(glyphs)
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
        for forms in parts {
            guard let part = forms.first(where: { line.columns + $0.columns + 2 <= room }) else {
                continue
            }
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

    /// Most important first, each in the forms that it has, longest first. Figures have slots of a fixed
    /// width, so that no part comes and goes with another's digits.
    private var parts: [[Line]] {
        var parts: [[Line]] = []
        if state.setting.isInsecure { parts.append([Line(" TLS NOT VERIFIED ", .production)]) }
        if state.setting.isReadOnly { parts.append([Line("read-only", .good)]) }
        let search = state.shown.alert(.searchEngine)
        if let search, search.severity != .info {
            parts.append([Self.meili(search.message, .warning), Self.meili("down", .warning)])
        }
        // Its figures are those of one node, and it can't be purged whole.
        if state.shown.isCluster { parts.append([Line("cluster", .accent)]) }
        if readings.version.isKnown {
            var line = readings.version.line()
            if readings.role.isKnown { line += Line(" ") + readings.role.line() }
            if let replicas = readings.replicas { line += Line(", ") + replicas.line() }
            parts.append([line])
        }
        if let search, search.severity == .info {
            parts.append([Self.meili(search.message.padded(after: 9), .good)])
        }
        func part(_ figure: Figure, _ width: Int, before: String = "", after: String = "") {
            guard figure.isKnown else { return }
            parts.append([
                Line(DisplayText(before), .dim) + figure.line(width: width)
                    + Line(DisplayText(after), .dim)
            ])
        }
        part(readings.uptime, 0, before: "up ")
        part(readings.operations, 5, after: " ops/s")
        part(readings.processor, 6, before: "cpu ")
        part(readings.clients, 5, after: " clients")
        if state.setting.name != nil {
            parts.append([Line(DisplayText(state.shown.endpoint), .dim)])
        }
        return parts
    }

    private static func meili(_ words: String, _ style: Style) -> Line {
        Line("meili ", .dim) + Line(DisplayText(words), style)
    }

    /// Hit rates that can't be relied on: live is not all there is to say.
    private var eventsTrouble: String? {
        if !state.shown.isUnderstood { return "events not understood" }
        return state.shown.alert(.eventsAheadOfClock) == nil
            ? nil : "event ids ahead of the clock"
    }

    private func status(_ glyphs: Glyphs) -> Line {
        if state.isReplay {
            return Line(DisplayText("snapshot of \(state.shown.takenAt)"), .accent)
        }
        var line = link(glyphs)
        if state.viewing == nil, state.size.columns >= 64 {
            let every = "  \(readings.interval)"
            // What takes more words takes the interval's place, so that the parts beside it stay.
            let slot = "\(glyphs.bullet) live\(every)".count
            if line.columns + every.count <= slot { line.append(DisplayText(every), .dim) }
            line = Line(DisplayText("".padded(after: slot - line.columns))) + line
        }
        line.append(DisplayText("  " + state.time(state.viewing?.at ?? state.serverNow)))
        return line
    }

    private func link(_ glyphs: Glyphs) -> Line {
        var line = Line()
        switch state.link {
        case .connecting: line.append(DisplayText("\(glyphs.hollowBullet) connecting"), .dim)
        case .lost:
            let words = state.lastLook.map { "lost, as of \(state.time($0.server))" }
            line.append(
                DisplayText("\(glyphs.hollowBullet) \(words ?? "not connected")"), .critical)
        case .live where state.viewing != nil:
            line.append(DisplayText("\(glyphs.halfBullet) past"), .warning)
        case .live where state.isPaused:
            let moment = state.shown.takenAt.timeOfDay(
                offsetSeconds: state.setting.utcOffsetSeconds)
            line.append(DisplayText("|| paused at \(moment)"), .warning)
        case .live:
            if let late = state.lateAlert {
                line.append(
                    DisplayText("\(glyphs.halfBullet) \(late.message)"), Style(late.severity))
            } else if let words = eventsTrouble {
                line.append(DisplayText("\(glyphs.halfBullet) \(words)"), .warning)
            } else if state.shown.hasOldFigures {
                line.append(DisplayText("\(glyphs.halfBullet) live in part"), .warning)
            } else {
                line.append(DisplayText("\(glyphs.bullet) live"), .good)
            }
        }
        return line
    }
}
