import Metrics
import Screen

/// What happened around the moment under the chart's cursor, or lately: figures before and after, and who
/// invalidated what.
struct ResourceHappenings {
    let state: State
    let report: ResourceReport

    /// Seconds before and after the cursor that are compared, and in which something counts as near.
    private static let near = 60

    private var moment: Timestamp? { state.viewing?.at }

    var title: String {
        moment.map { "What happened at \(state.time($0))" } ?? "What happened lately"
    }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        var rest = rect
        for line in figures(glyphs) {
            guard rest.height > 0 else { return }
            canvas.write(line, in: rest.row(0), glyphs: glyphs)
            rest = rest.splitTop(1).rest
        }
        let rows = rows
        guard !rows.isEmpty else {
            let words = moment == nil ? "no invalidation known" : "no invalidation within a minute"
            canvas.write(Line(DisplayText(words), .dim), in: rest, glyphs: glyphs)
            return
        }
        for (index, row) in rows.enumerated() where index < rest.height {
            if index == rest.height - 1, rows.count > rest.height {
                let more = Line(DisplayText("+\(rows.count - index) more"), .dim)
                canvas.write(more, in: rest.row(index), glyphs: glyphs)
            } else {
                canvas.write(line(row, rest.width, glyphs), in: rest.row(index), glyphs: glyphs)
            }
        }
    }

    // MARK: Before and after

    private func figures(_ glyphs: Glyphs) -> [Line] {
        guard let moment else { return nowFigures }
        let arrow = glyphs.arrow
        func line(_ label: String, _ measure: Measure, _ format: (Double) -> String) -> Line? {
            let values = around(moment, measure)
            guard let before = values.before, let after = values.after else { return nil }
            return fact(label, "\(format(before)) \(arrow) \(format(after))")
        }
        let name = report.name
        return [
            line("keys", .keys(resource: name)) { Format.count(UInt64(saturating: $0)) },
            line("misses", .missesPerSecond(resource: name)) { Format.rate($0) + "/s" },
            line("hit rate", .hitRate(resource: name)) { Format.percent($0) },
        ].compactMap(\.self)
    }

    private var nowFigures: [Line] {
        let dead = report.deadGenerations.map {
            $0.keys > 0 ? " (\(Format.count($0.keys)) dead)" : ""
        }
        let keys = Format.count(report.keys, estimated: report.estimated ?? false) + (dead ?? "")
        let window = report.windows.first { $0.seconds == 60 }
        let misses = window.flatMap { window in
            window.coveredSeconds.flatMap { Rate.perSecond(Double(window.misses), seconds: $0) }
        }
        return [
            fact("keys", "\(keys)  \(Format.bytes(report.bytes))"),
            fact("misses", misses.map { Format.rate($0) + "/s" } ?? Format.absent),
        ]
    }

    private func fact(_ label: String, _ text: String) -> Line {
        Line(DisplayText(label.padded(after: 10)), .dim) + Line(DisplayText(text))
    }

    /// The newest value before a moment and the last one in the minute behind it.
    private func around(
        _ moment: Timestamp, _ measure: Measure
    ) -> (before: Double?, after: Double?) {
        let age = state.newest.seconds(since: moment)
        let step = age < 500 ? 5 : age < 7000 ? 20 : 60
        let back = Int(age) + Self.near + step
        let series = state.seriesUpToNow(
            of: measure, seconds: back / step * step + step, count: back / step + 1)
        func value(at time: Timestamp) -> Double? {
            let index = Int(time.seconds(since: series.start) / series.stepSeconds)
            guard series.values.indices.contains(index) else { return series.values.last ?? nil }
            return series.values[index]
        }
        return (
            value(at: moment.adding(seconds: -Double(step))),
            value(at: min(moment.adding(seconds: Double(Self.near)), state.newest))
        )
    }

    // MARK: Who

    /// Newest first; with a cursor those within a minute of it.
    private var rows: [TimelineEntry] {
        state.present.timeline.filter { entry in
            guard concerns(entry) else { return false }
            guard let moment else { return true }
            return abs(entry.at.seconds(since: moment)) <= Double(max(Self.near, columnSeconds))
        }.sorted { $0.at > $1.at }
    }

    private var columnSeconds: Int {
        state.chartStretch.seconds / ResourceView.chartColumns(state.size)
    }

    /// What names no resource concerns them all.
    private func concerns(_ entry: TimelineEntry) -> Bool {
        if entry.kind == .other { return false }
        let names = entry.parts.map(\.resource) + [entry.resource].compactMap(\.self)
        return names.isEmpty || names.contains(report.name)
    }

    private func line(_ entry: TimelineEntry, _ width: Int, _ glyphs: Glyphs) -> Line {
        let head =
            Line(DisplayText("\(letters[entry.at] ?? " ") "), .accent)
            + Line(DisplayText("\(state.time(entry.at)) "), .dim)
        let by = entry.by.map { Line(DisplayText("  \($0)"), .dim) } ?? Line()
        let room = max(8, width - head.columns - by.columns)
        let style: Style =
            switch entry.kind {
            case .mark: .accent
            case .alert: entry.severity.map { Style($0) } ?? .plain
            default: .plain
            }
        let words = entry.kind == .mark ? "mark: \(entry.message)" : entry.message
        let text = DisplayText(words).truncated(to: room, glyphs: glyphs)
        return head + Line(text, style) + by
    }

    /// As on the chart's axis.
    private var letters: [Timestamp: String] {
        let start = state.newest.adding(seconds: -Double(state.chartStretch.seconds))
        return Dictionary(
            state.chartMarks(from: start, to: state.newest).map { ($0.at, $0.letter) },
            uniquingKeysWith: { $1 })
    }
}
