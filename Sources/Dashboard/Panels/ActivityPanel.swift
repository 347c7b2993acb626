import Metrics
import Screen

/// Who invalidated what, newest first: ours and what the API tells of its own.
struct ActivityPanel: PanelContent {
    let state: State
    let isExpanded: Bool

    var annotation: Line { Line() }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let table = Table(
            columns: [
                .init("time", width: .fixed(8)),
                .init("what", width: .flexible(min: 16, max: 200)),
                .init("by", width: .fitted(min: 4, max: 20), priority: 2),
                .init("edge stale", width: .fixed(10), alignment: .trailing, priority: 1),
            ],
            rows: state.activityRows.map(row), selected: state.selection(in: .activity),
            placeholder: Line("no invalidations seen yet", .dim))
        canvas.draw(table, in: rect, glyphs: glyphs)
    }

    private func row(_ record: InvalidationRecord) -> Table.Row {
        let style: Style =
            switch record.outcome {
            case .done: record.via == .observed ? .plain : .good
            case .dryRun: .dim
            case .unknown: .warning
            case .notDone, .refused: .critical
            }
        var what = Line(DisplayText(record.scope), style)
        if let from = record.from, let to = record.to {
            what.append(DisplayText("  \(from)\(state.glyphs.arrow)\(to)"))
        }
        if record.via != .observed {
            what.append(DisplayText("  \(record.message)"), style == .good ? .dim : style)
            if let seconds = record.durationSeconds {
                what.append(DisplayText(", \(Format.duration(seconds))"), .dim)
            }
        }
        return Table.Row([
            .text(
                DisplayText(
                    record.at.timeOfDay(offsetSeconds: state.setting.utcOffsetSeconds)), .dim),
            .line(what),
            .text(DisplayText(record.by ?? Format.absent), .dim),
            edge(record),
        ])
    }

    private func edge(_ record: InvalidationRecord) -> Table.Content {
        guard let until = record.edgeStaleUntil, record.outcome != .dryRun else { return .empty }
        let left = until.seconds(since: state.shown.takenAt)
        return left > 0
            ? .text(DisplayText("for \(Format.span(left))"), .warning) : .text("fresh", .dim)
    }
}
