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

    /// Of all that it has to say.
    var height: Int { figures(state.glyphs).count + max(1, rows.count) }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        var rest = rect
        let rows = rows
        let figures = figures(glyphs)
        // In little room what happened counts more than figures beside it.
        let isRoomy = rect.height >= figures.count + min(2, rows.count)
        for line in figures where isRoomy || rows.isEmpty {
            guard rest.height > 0 else { return }
            canvas.write(line, in: rest.row(0), glyphs: glyphs)
            rest = rest.splitTop(1).rest
        }
        guard !rows.isEmpty else {
            let words = moment == nil ? "no invalidation known" : "no invalidation within a minute"
            canvas.write(Line(DisplayText(words), .dim), in: rest, glyphs: glyphs)
            return
        }
        let isCut = rows.count > rest.height
        // A single row has the newest, and the count behind it.
        let isSingle = isCut && rest.height == 1
        let shown = rows.prefix(isCut ? max(1, rest.height - 1) : rows.count)
        let more = Line(DisplayText("+\(rows.count - shown.count) more"), .dim)
        let room = isSingle ? rest.splitRight(more.columns + 1).rest : rest
        for (index, row) in shown.enumerated() {
            canvas.write(line(row, room.width, glyphs), in: room.row(index), glyphs: glyphs)
        }
        guard isCut else { return }
        canvas.write(
            more, in: rest.row(rest.height - 1), alignment: isSingle ? .trailing : .leading,
            glyphs: glyphs)
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
            fact("misses", (misses.map { Format.rate($0) + "/s" } ?? Format.absent) + why),
        ]
    }

    /// `, 62% expired, 21% cold`
    private var why: String {
        MissCauseLines(state: state, report: report).brief.map { ", \($0)" } ?? ""
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
            guard time >= series.start else { return nil }
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

    /// Invalidations and marks one by one, and what else the timeline has.
    private enum Happening {
        case row(TimelineRow)
        case entry(TimelineEntry)

        var at: Timestamp {
            switch self {
            case .row(let row): row.entry.at
            case .entry(let entry): entry.at
            }
        }
    }

    /// Newest first; with a cursor those within a minute of it.
    private var rows: [Happening] {
        let records = state.newestRows.filter(concerns).map { Happening.row($0) }
        let others = state.present.timeline.filter(concerns).map { Happening.entry($0) }
        return (records + others).filter { happening in
            guard let moment else { return true }
            let distance = abs(happening.at.seconds(since: moment))
            return distance <= Double(max(Self.near, columnSeconds))
        }.sorted { $0.at > $1.at }
    }

    private var columnSeconds: Int {
        state.chartStretch.seconds / ResourceView.chartColumns(state.size)
    }

    private func concerns(_ row: TimelineRow) -> Bool {
        guard row.entry.kind == .invalidation else { return row.entry.kind == .mark }
        let names = row.records.compactMap(\.resources).flatMap(\.self)
        return names.isEmpty
            ? row.entry.resource ?? report.name == report.name : names.contains(report.name)
    }

    /// What names no resource concerns them all.
    private func concerns(_ entry: TimelineEntry) -> Bool {
        guard ![.other, .invalidation, .mark].contains(entry.kind) else { return false }
        let names = entry.parts.map(\.resource) + [entry.resource].compactMap(\.self)
        let concerned = names.isEmpty ? state.resources(ofAlert: entry) : names
        return concerned.isEmpty || concerned.contains(report.name)
    }

    private func line(_ happening: Happening, _ width: Int, _ glyphs: Glyphs) -> Line {
        let letters = letters
        let columns = letters.values.lazy.map(\.count).max() ?? 1
        let letter = (letters[happening.at] ?? "").padded(after: columns)
        let head =
            Line(DisplayText(letter + " "), .accent)
            + Line(DisplayText("\(state.time(happening.at)) "), .dim)
        let by = self.by(happening).map { Line(DisplayText("  \($0)"), .dim) } ?? Line()
        let room = max(8, width - head.columns - by.columns)
        let text = Line.first(of: forms(happening, glyphs), within: room)
        return head + text.truncated(to: room, glyphs: glyphs) + by
    }

    private func by(_ happening: Happening) -> String? {
        switch happening {
        case .row(let row): row.entry.by
        case .entry(let entry): entry.by
        }
    }

    private func forms(_ happening: Happening, _ glyphs: Glyphs) -> [Line] {
        switch happening {
        case .row(let row):
            return state.words(of: row).forms
        case .entry(let entry):
            guard entry.kind == .unannounced else {
                // The whole sentence where it has room: it is never cut.
                let row = TimelineRow(happening: Metrics.Happening(entry: entry), mark: nil)
                let words = state.words(of: row).forms
                // It says how things are while it lasts.
                guard entry.until == nil else { return words }
                let style = entry.severity.map { Style($0) } ?? .plain
                return [Line(DisplayText(entry.message), style)] + words
            }
            let parts = entry.parts.map { "\(Format.grouped($0.keys)) \($0.resource)" }
            let head = "\(Format.keys(entry.keys ?? 0)) gone unannounced"
            return [
                Line(DisplayText("\(head): \(parts.joined(separator: ", "))")),
                Line(DisplayText(head)),
            ]
        }
    }

    /// As on the chart's axis.
    private var letters: [Timestamp: String] {
        let start = state.newest.adding(seconds: -Double(state.chartStretch.seconds))
        return Dictionary(
            state.chartMarks(from: start, to: state.newest).map { ($0.at, $0.letter) },
            uniquingKeysWith: { $1 })
    }
}

extension State {
    /// Whose an alert is that is about a resource or its counter; empty: it is about something else.
    fileprivate func resources(ofAlert entry: TimelineEntry) -> [String] {
        guard let about = entry.alertSubject else { return [] }
        return shown.resources.filter { report in
            let isCounter = report.policy.counter.map { about.hasSuffix($0) } ?? false
            return report.name == about || isCounter
        }.map(\.name)
    }
}
