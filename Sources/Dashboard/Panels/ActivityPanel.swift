import Metrics
import Screen

extension PanelID {
    package static let activity = PanelID(rawValue: "activity")
}

extension PanelKind {
    static let activity = PanelKind(
        .activity, title: "Activity", key: "5", fields: ["invalidations", "timeline", "listeners"],
        area: .list,
        minimum: Size(columns: 41, rows: 3),
        height: { $0.shown.activity.count + 2 },
        rows: { $0.activityRows.map(\.rowID) },
        content: { ActivityPanel(state: $0.state, isExpanded: $0.isExpanded) })
}

/// Who invalidated what, newest first, and the outcome: this cachetop's, other operators', and what
/// the shop does by itself; and marks. Expanded, the selected one is shown whole.
struct ActivityPanel: PanelContent {
    let state: State
    let isExpanded: Bool

    /// What may be missing below, and how far the shop's listeners are: the former where there is no room
    /// for both.
    var annotation: Line {
        let (trail, listener) = (trailAnnotation, state.shown.listenerLine)
        if trail.isEmpty { return listener }
        guard isExpanded || state.size.columns >= 110, !listener.isEmpty else { return trail }
        return listener + Line("  ") + trail
    }

    /// What may be missing below because it is not read now.
    private var trailAnnotation: Line {
        guard !state.isLost, !state.shown.activity.isEmpty else { return Line() }
        if state.isNotRecorded("invalidations") { return Line("recorded in part", .dim) }
        let trail = state.state(of: .trail)
        if let age = state.age(of: trail) { return Line(DisplayText("trail \(age)"), .warning) }
        if case .refused = trail { return Line("trail not readable", .warning) }
        return Line()
    }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let rect = isExpanded ? explainProblems(on: &canvas, in: rect) : rect
        var top = rect
        if isExpanded, rect.height >= 16, let detailed = state.detailedActivity {
            let rows = detail(of: detailed, rect.width, glyphs)
            let below: Rect
            (top, below) = rect.splitBottom(min(rows.count + 1, rect.height - 6))
            for (index, line) in rows.enumerated() {
                canvas.write(line, in: below.inset(top: 1).row(index), glyphs: glyphs)
            }
        }
        let isDetailed = isExpanded && top.height < rect.height
        let table = Table(
            columns: columns(glyphs, rect.width),
            rows: state.activityRows.map { row($0, rect.width) },
            selected: state.selection(in: .activity) ?? (isDetailed ? 0 : nil),
            placeholder: state.placeholder(
                hidden: state.shown.activity.count, from: [.events, .trail],
                field: "invalidations", none: "no invalidations seen yet"))
        canvas.draw(table, in: top, glyphs: glyphs)
    }

    /// At the bottom. Returns what is left above.
    private func explainProblems(on canvas: inout Canvas, in rect: Rect) -> Rect {
        var problems = state.shown.listenerProblems.prefix(2).map(\.self)
        if let why = state.words(for: state.state(of: .trail)) {
            problems.append("Others' purges are not read: \(why)")
        }
        var rest = rect
        for words in problems where rest.height >= 6 {
            let lines = DisplayText(words).wrapped(to: max(1, rest.width - 1)).count
            let below: Rect
            (rest, below) = rest.splitBottom(min(3, lines))
            state.explain(words, on: &canvas, in: below)
        }
        return rest
    }

    private func columns(_ glyphs: Glyphs, _ width: Int) -> [Table.Column] {
        let arrow = glyphs.arrow
        let rates = DisplayText(
            (width < 100 ? "" : "hit rate ") + "before\(arrow)lowest\(arrow)now")
        var columns: [Table.Column] = [
            .init("time", width: .fixed(8)),
            .init("what", width: .flexible(min: 16, max: 200)),
            .init("by", width: .fitted(min: 4, max: 20), priority: 2),
            .init("old until", width: .fixed(9), alignment: .trailing, priority: 1),
        ]
        // By the panel's width alone: it must not come and go with the names beside it.
        if hasRates(width) {
            columns.insert(
                .init(rates, width: .fixed(rates.columns), alignment: .trailing, priority: 3), at: 3
            )
        }
        return columns
    }

    private func hasRates(_ width: Int) -> Bool { isExpanded || width >= 90 }

    private func detail(of row: ActivityRow, _ width: Int, _ glyphs: Glyphs) -> [Line] {
        switch row {
        case .record(let record):
            InvalidationDetail(record: record, state: state).rows(width, glyphs)
        case .mark(let mark): MarkDetail(mark: mark, state: state).rows(width)
        }
    }

    private func row(_ row: ActivityRow, _ width: Int) -> Table.Row {
        switch row {
        case .record(let record): self.row(record, width)
        case .mark(let mark):
            Table.Row([
                .text(DisplayText(state.time(mark.at)), .dim),
                .text(DisplayText("mark: \(mark.message)"), .accent),
                .text(DisplayText(mark.by ?? "unknown"), .dim),
            ])
        }
    }

    private func row(_ record: InvalidationRecord, _ width: Int) -> Table.Row {
        let words = ActivityWords(
            record: record, versions: state.shown.versions, glyphs: state.glyphs)
        let what = words.forms.map { Line(DisplayText($0), record.activityStyle) }
        let time = state.time(record.at)
        return Table.Row(
            [
                .text(DisplayText(time), .dim), .forms(what),
                .text(DisplayText(record.by ?? "unknown"), .dim),
            ] + (hasRates(width) ? [.line(record.aftermathLine(state.glyphs))] : [])
                + [edge(record)])
    }

    private func edge(_ record: InvalidationRecord) -> Table.Content {
        switch EdgeState(record, at: state.viewedAt(of: record)) {
        case nil: .empty
        case .mayBeOld(let until, let left):
            .text(DisplayText(state.end(until, secondsLeft: left)))
        case .fresh: .text("fresh", .dim)
        }
    }
}

extension InvalidationRecord {
    var activityStyle: Style {
        if via == .observed { return .plain }
        switch outcome {
        case .done: return trailProblem == nil ? .good : .warning
        case .dryRun: return .dim
        case .unknown, .unfinished: return .warning
        case .accepted: return trailProblem == nil ? .plain : .warning
        case .notDone: return stoppedEarly == true ? .warning : .critical
        case .refused: return .critical
        }
    }

    /// `97.0%→41.2%→95.8%`, or that there was no drop; empty where nothing was looked up or nothing was changed.
    func aftermathLine(_ glyphs: Glyphs) -> Line {
        guard let aftermath else { return Line() }
        if aftermath.isWithoutDrop { return Line("no drop", .dim) }
        let arrow = Line(DisplayText(glyphs.arrow), .dim)
        let lowest = DisplayText(Format.percent(aftermath.hitRateLowest))
        return Line(DisplayText(Format.percent(aftermath.hitRateBefore))) + arrow
            + Line(lowest, Style(aftermath.severity)) + arrow
            + Line(DisplayText(Format.percent(aftermath.hitRateNow)))
    }
}
