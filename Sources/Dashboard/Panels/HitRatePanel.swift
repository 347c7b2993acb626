import Metrics
import Screen

/// How often each kind of resource was found in the cache: the panel one looks at first.
struct HitRatePanel: PanelContent {
    let state: State
    let isExpanded: Bool

    private var shown: Snapshot { state.shown }

    var annotation: Line {
        var line = Line()
        let own = shown.server.windows.first { $0.seconds == 60 && $0.hitRate != nil }
        if let own {
            line.append("redis, counters included ", .dim)
            line.append(DisplayText(Format.percent(own.hitRate)))
            line.append(DisplayText(" in \(Format.span(Double(own.seconds)))"), .dim)
        }
        let events = shown.events
        if let lag = events.lagSeconds {
            line.append(line.isEmpty ? "lag " : "  lag ", .dim)
            line.append(DisplayText(Format.duration(lag)), lag > 2 ? .warning : .plain)
        }
        if events.gaps > 0 {
            let lost = events.lostEntries.map { ", \(Format.count($0)) entries lost" } ?? ""
            line.append(DisplayText("  gaps \(Format.count(events.gaps))\(lost)"), .warning)
        }
        if events.resets > 0 {
            line.append(DisplayText("  stream restarted \(events.resets)x"), .warning)
        }
        if events.dropped > 0 {
            line.append(DisplayText("  \(Format.count(events.dropped)) lines dropped"), .warning)
        }
        return line
    }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let rows = state.resourceRows
        let why = state.reason(for: "events")
        let table = Table(
            columns: columns, rows: rows.map(row) + (why == nil ? summary : []),
            selected: state.selection(in: .hitRate), placeholder: Line("no such resource", .dim))
        let height = table.rows.count + 1
        let (top, below) = rect.splitTop(why != nil || isExpanded ? height : rect.height)
        canvas.draw(table, in: top, glyphs: glyphs)
        if let why, !isExpanded {
            // In place of the sums: without events they say nothing.
            state.explain(why, on: &canvas, in: below)
        }
        guard isExpanded else { return }
        let index = state.selection(in: .hitRate) ?? 0
        guard rows.indices.contains(index) else { return }
        ResourceDetail(report: rows[index], shown: shown).draw(
            on: &canvas, in: rect.splitTop(height + 1).rest, glyphs: glyphs)
    }

    private var columns: [Table.Column] {
        var columns: [Table.Column] = [
            .init("resource", width: .fitted(min: 9, max: 16)),
            .init("req/s", width: .fixed(6), alignment: .trailing, priority: 1),
            .init("10 s", width: .fixed(6), alignment: .trailing, priority: 2),
            .init("1 m", width: .fixed(6), alignment: .trailing),
            .init("5 m", width: .fixed(6), alignment: .trailing, priority: 4),
            .init("last minute", width: .flexible(min: 11, max: 60), priority: 6),
            .init("keys", width: .fixed(7), alignment: .trailing, priority: 3),
            .init("mem", width: .fixed(8), alignment: .trailing, priority: 5),
            .init("ttl", width: .fixed(5), alignment: .trailing, priority: 7),
        ]
        if isExpanded {
            columns += [
                .init("hits", width: .fixed(7), alignment: .trailing, priority: 8),
                .init("misses", width: .fixed(7), alignment: .trailing, priority: 8),
                .init("looked up in 1 m", width: .fixed(16), alignment: .trailing, priority: 9),
            ]
        }
        return columns
    }

    private func row(_ report: ResourceReport) -> Table.Row {
        let estimated = report.estimated ?? false
        return Table.Row(
            [.text(DisplayText(report.name))] + rates(report.windows) + [
                .sparkline(minute(report)),
                .text(DisplayText(Format.count(report.keys, estimated: estimated))),
                .text(DisplayText(Format.bytes(report.bytes))),
                .text(DisplayText("\(report.policy.ttlSeconds)s"), .dim),
                .text(DisplayText(Format.count(report.hits))),
                .text(DisplayText(Format.count(report.misses))),
                .text(DisplayText(Format.count(lookups(report.windows, seconds: 60)))),
            ])
    }

    private func minute(_ report: ResourceReport) -> Sparkline {
        let marks = shown.marks(inMinuteOf: report)
        return Sparkline(
            report.minute, domain: .fixed(0, 1), fitting: .means, marks: marks.ordered,
            faintMarks: marks.observed)
    }

    private var summary: [Table.Row] {
        guard state.filter.isEmpty else { return [] }
        let other = shown.unclassified
        let estimated = shown.resources.contains { $0.estimated ?? false }
        let keys = sum(shown.resources.map(\.keys) + [other.keys])
        let bytes = sum(shown.resources.map(\.bytes) + [other.bytes])
        return [
            Table.Row(
                [.text("other keys", .dim)] + rates(other.windows) + [
                    .text(DisplayText(other.examples.first ?? ""), .dim),
                    .text(DisplayText(Format.count(other.keys, estimated: estimated))),
                    .text(DisplayText(Format.bytes(other.bytes))), .empty,
                    .text(DisplayText(Format.count(other.hits))),
                    .text(DisplayText(Format.count(other.misses))),
                    .text(DisplayText(Format.count(lookups(other.windows, seconds: 60)))),
                ]),
            Table.Row(
                [.text("all", .heading)] + rates(shown.total.windows) + [
                    .line(coverage),
                    .text(DisplayText(Format.count(keys, estimated: estimated))),
                    .text(DisplayText(Format.bytes(bytes))), .empty,
                    .text(DisplayText(Format.count(shown.total.hits))),
                    .text(DisplayText(Format.count(shown.total.misses))),
                    .text(DisplayText(Format.count(lookups(shown.total.windows, seconds: 60)))),
                ]),
        ]
    }

    /// Says so while the longest window is not filled yet: its numbers are of less time.
    private var coverage: Line {
        guard let longest = shown.total.windows.last, let covered = longest.coveredSeconds,
            covered < Double(longest.seconds) - 0.5
        else { return Line() }
        return Line(DisplayText("\(Format.span(covered)) so far"), .dim)
    }

    private func rates(_ windows: [Window]) -> [Table.Content] {
        let minute = windows.first { $0.seconds == 10 }
        return [.text(DisplayText(Format.rate(minute?.lookupsPerSecond)))]
            + Window.lengths.map { seconds in
                let rate = windows.first { $0.seconds == seconds }?.hitRate
                return .text(
                    DisplayText(Format.percent(rate)),
                    rate == nil ? .dim : seconds == 60 ? .accent : .plain)
            }
    }

    private func lookups(_ windows: [Window], seconds: Int) -> UInt64? {
        windows.first { $0.seconds == seconds }.map { $0.hits &+ $0.misses }
    }

    /// nil unless every part is known: a sum with a hole is no sum.
    private func sum(_ parts: [UInt64?]) -> UInt64? {
        parts.reduce(0 as UInt64?) { total, part in
            guard let total, let part else { return nil }
            return total &+ part
        }
    }
}
