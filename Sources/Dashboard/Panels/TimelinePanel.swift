import Metrics
import Screen

extension PanelID {
    package static let timeline = PanelID(rawValue: "timeline")
}

extension PanelKind {
    static let timeline = PanelKind(
        .timeline, title: "Timeline", tab: "Time", key: "5",
        help: PanelHelp(
            shows: """
                what happened, newest first: who invalidated what and the hit rate before, \
                lowest, last; keys that went unannounced; restarts, settings, alerts, marks. Home goes back \
                to the newest, as the cursor does after two minutes without a key
                """,
            measured: """
                invalidations from cachetop:audit and the event stream; the rest from INFO \
                between two polls and from sweeps
                """,
            trust: """
                unannounced keys are a lower bound, and whose they are is known only between two \
                sweeps; a purge that nobody announced has no author
                """),
        fields: ["invalidations", "timeline", "listeners"],
        area: .list,
        minimum: Size(columns: 41, rows: 3),
        height: { state in
            let rows = state.timelineRows
            return rows.count + rows.count(where: \.hasEffect) + 2
        },
        rows: { $0.timelineRows.map(\.rowID) },
        keys: [.timelineFilter, .export, .expand],
        content: { TimelinePanel(state: $0.state, isExpanded: $0.isExpanded, width: $0.width) })
}

/// What happened, newest first: who invalidated what and what it did to the hit rate, keys that went
/// without being announced, restarts, settings, alerts, marks. Expanded, the selected one is shown whole.
struct TimelinePanel: PanelContent {
    let state: State
    let isExpanded: Bool
    /// Columns of the whole panel.
    let width: Int

    private static let leastList = 6

    var parts: [RulePart] { TimelineAnnotation(state: state).parts }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        if state.isHappeningOpen { return drawOpened(on: &canvas, in: rect, glyphs: glyphs) }
        let rect = isExpanded ? explainProblems(on: &canvas, in: rect) : rect
        var top = rect
        if let room = detailRoom(in: rect) {
            let lines = details(rect.width)
            let below: Rect
            (top, below) = rect.splitBottom(min(lines.count + 1, room + 1))
            draw(lines, on: &canvas, in: below.inset(top: 1), glyphs: glyphs)
        }
        drawRows(on: &canvas, in: top, isDetailed: top.height < rect.height, glyphs: glyphs)
    }

    // MARK: The list

    private func drawRows(
        on canvas: inout Canvas, in rect: Rect, isDetailed: Bool, glyphs: Glyphs
    ) {
        let timeline = state.timelineRows
        let selected = state.selection(in: .timeline) ?? (isDetailed ? 0 : nil)
        let effects = hasRates(rect.width) ? [] : timeline.map { $0.effect(glyphs) }
        // Second lines are for rows that would be empty, the newest first.
        var room = rect.height - 1 - timeline.count
        var rows: [Table.Row] = []
        var place: Int?
        for (index, row) in timeline.enumerated() {
            if index == selected { place = rows.count }
            var first = self.row(row, rect.width, markColumns(timeline))
            first.place = index
            rows.append(first)
            if room > 0, index < effects.count, let effect = effects[index] {
                room -= 1
                rows.append(
                    Table.Row(
                        [.empty, .empty, .forms(effect)], place: index,
                        reach: isNarrow(rect.width) ? 1 : 2))
            }
        }
        let table = Table(
            columns: columns(glyphs, rect.width, markColumns(timeline)), rows: rows,
            selected: place,
            placeholder: placeholder)
        canvas.draw(table, in: rect, glyphs: glyphs)
    }

    private var placeholder: Line {
        if !state.happenings.isEmpty, state.timelineFilter != .all {
            let others = Format.grouped(state.happenings.count)
            return Line(
                DisplayText("none of \(state.timelineFilter.rawValue), \(others) of all (f)"))
        }
        return state.placeholder(
            hidden: 0, from: [.events, .trail], field: "invalidations",
            none: "no invalidations seen yet")
    }

    /// For the longest of their letters.
    private func markColumns(_ rows: [TimelineRow]) -> Int {
        rows.lazy.compactMap { $0.mark?.letter.count }.max() ?? 1
    }

    /// With little room there are fewer of the author's letters, and no second of `new by`.
    private func isNarrow(_ width: Int) -> Bool { width < 52 }

    private func columns(_ glyphs: Glyphs, _ width: Int, _ markColumns: Int) -> [Table.Column] {
        let arrow = glyphs.arrow
        let isNarrow = isNarrow(width)
        let rates = DisplayText(
            (width < 100 ? "" : "hit rate ") + "before\(arrow)lowest\(arrow)last")
        // With the name of whose they are before them.
        let room = (width < 100 ? 25 : 28) + 2 * arrow.count
        var columns: [Table.Column] = [
            .init(
                DisplayText("time".padded(before: markColumns + 5)),
                width: .fixed(markColumns + 9)),
            .init(
                "by", width: .fitted(min: 4, max: hasHosts(width) ? 20 : 8),
                priority: isNarrow ? 1 : 2),
            .init("what", width: .flexible(min: isNarrow ? 11 : 14, max: 200)),
            .init(
                "new by", width: .fixed(isNarrow ? 6 : 9), alignment: .trailing,
                priority: isNarrow ? 2 : 1),
        ]
        // By the panel's width alone: it must not come and go with the names beside it.
        if hasRates(width) {
            columns.insert(
                .init(
                    rates, width: .fixed(room), alignment: .trailing, priority: 3),
                at: 3
            )
        }
        return columns
    }

    /// Beside the rates there is room for an author's host only where there is much.
    private func hasHosts(_ width: Int) -> Bool {
        !isNarrow(width) && !(hasRates(width) && width < 100)
    }

    private func hasRates(_ width: Int) -> Bool { isExpanded || width >= 90 }

    private func row(_ row: TimelineRow, _ width: Int, _ markColumns: Int) -> Table.Row {
        let words = state.words(of: row)
        let letter = (row.mark?.letter ?? "").padded(after: markColumns)
        let mark = Line(DisplayText(letter), row.mark?.style ?? .plain)
        let moment = row.entry.at
        let time = Line(
            DisplayText(" " + state.shortTime(moment)), state.isMatch(row) ? .accent : .dim)
        let shared = row.sharers == 0 ? [Line()] : [Line(" +", .dim), Line("+", .dim), Line()]
        let what = row.isEffect ? words.forms.map { effectMark + $0 } : words.forms
        // What has no author and no end of old copies has their room, too.
        if isNarrow(width), !hasRates(width), row.isEffect, row.entry.kind != .invalidation {
            return Table.Row([.line(mark + time), .forms(what)], reach: 1)
        }
        let author = hasHosts(width) ? row.author : row.shortAuthor
        if hasRates(width), row.entry.aftermath == nil, row.records.isEmpty {
            return Table.Row(
                [.line(mark + time), .text(DisplayText(author), .dim), .forms(what)], reach: 2)
        }
        let rates = state.rates(of: row)
        let whole = rates.flatMap { line in shared.map { line + $0 } }
        return Table.Row(
            [.line(mark + time), .text(DisplayText(author), .dim), .forms(what)]
                + (hasRates(width) ? [.forms(whole)] : []) + [newBy(row, width)])
    }

    /// Before what follows from a row above.
    private var effectMark: Line {
        Line(DisplayText(state.glyphs.corner + " "), .dim)
    }

    /// When the change shows everywhere, the CDN and what else shows it included.
    private func newBy(_ row: TimelineRow, _ width: Int) -> Table.Content {
        guard let last = row.records.last, let new = NewEverywhere(row.records, state.shown) else {
            return .empty
        }
        let left = new.at.seconds(since: state.viewedAt(of: last))
        guard left > 0 else { return .text("fresh", .dim) }
        guard isNarrow(width) else {
            return .text(DisplayText(state.end(new.at, secondsLeft: left)))
        }
        // Cut to the minute, as a clock does: about then.
        let text = state.end(new.at, secondsLeft: left)
        return .text(DisplayText(text.count == 8 ? "~" + text.prefix(5) : text))
    }

    // MARK: One happening

    func details(_ width: Int) -> [Line] {
        guard let row = state.detailedRow else { return [] }
        return TimelineDetail(row: row, state: state).rows(width)
    }

    /// Rows for details below the list; nil: there is no room for both.
    private func detailRoom(in rect: Rect) -> Int? {
        guard isExpanded, rect.height >= 16, state.detailedRow != nil else { return nil }
        return rect.height - Self.leastList - 1
    }

    func showsDetails(in rect: Rect) -> Bool { detailRoom(in: rect) != nil }

    /// What is known of the selected one is more than its details show.
    func needsOpening(in rect: Rect) -> Bool {
        let lines = details(rect.width).count
        return lines > 0 && lines > detailRoom(in: rect) ?? 0
    }

    private func drawOpened(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let lines = details(rect.width)
        draw(
            Array(lines.dropFirst(min(state.openedLine ?? 0, max(0, lines.count - 1)))),
            on: &canvas, in: rect, glyphs: glyphs)
    }

    /// As many as fit; the last row says how many more there are.
    private func draw(_ lines: [Line], on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let isWhole = lines.count <= rect.height
        for (index, line) in lines.prefix(isWhole ? rect.height : rect.height - 1).enumerated() {
            canvas.write(line, in: rect.row(index), glyphs: glyphs)
        }
        guard !isWhole, rect.height > 0 else { return }
        let more = "+\(lines.count - rect.height + 1) more lines"
        let key = state.isHappeningOpen ? "Down" : "Enter"
        canvas.write(
            Line(DisplayText("\(more)  "), .dim) + Line(DisplayText(key), .key),
            in: rect.row(rect.height - 1), glyphs: glyphs)
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
}
