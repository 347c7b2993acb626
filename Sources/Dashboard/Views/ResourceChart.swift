import Metrics
import Screen

/// The hit rate of a resource over an hour, six or twenty-four, with the moment that is looked at.
struct ResourceChart: Widget {
    let state: State
    let report: ResourceReport

    private var stretch: ChartStretch { state.chartStretch }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let inside = rect.inset(left: 1, top: 1, right: 1)
        let series = state.seriesUpToNow(
            of: .hitRate(resource: report.name), seconds: stretch.seconds,
            count: max(20, (inside.width - 6) * 2))
        let scale = ChartScale(
            fitting: series.values, leastSpan: 0.05, bounds: 0...1, unit: 0.01,
            rows: Chart.plotRows(height: inside.height)
        ) { value, step in
            Format.decimal(value * 100, places: step < 0.01 ? 1 : 0)
        }
        let panel = Panel(RuleTitle(names, parts(scale)))
        canvas.draw(panel, in: rect, glyphs: glyphs)
        let chart = Chart(
            series.values, scale: scale, labels: labels(series), events: events(series),
            cursor: state.viewing.map { position(of: $0.at, in: series) },
            placeholder: Line("no look-ups recorded yet", .dim))
        canvas.draw(chart, in: inside, glyphs: glyphs)
    }

    private var names: [DisplayText] {
        let rate = report.windows.first { $0.seconds == 60 }?.hitRate
        let name = "Hit rate \(Format.percent(rate))"
        return [DisplayText(name + " in 1 m"), DisplayText(name)]
    }

    private func parts(_ scale: ChartScale) -> [RulePart] {
        var line = Line()
        for (index, one) in ChartStretch.allCases.enumerated() {
            if index > 0 { line.append(" ", .dim) }
            line.append(
                DisplayText(one == stretch ? "[\(one.name)]" : one.name),
                one == stretch ? .plain : .dim)
        }
        let key = Line(" m", .key)
        let short = Line(DisplayText("[\(stretch.name)]")) + key
        let ends = [scale.ticks.first, scale.ticks.last].compactMap { $0?.label.string }
        let range = ends.isEmpty ? "" : "\(ends.joined(separator: " .. ")) %"
        let cursor = state.viewing.map { "cursor \(state.time($0.at))" } ?? ""
        return [
            RulePart(.choice, [line + key, short]),
            RulePart(.extra, Line(DisplayText(range), .dim)),
            RulePart(.notice, Line(DisplayText(cursor), .accent)),
        ]
    }

    private func position(of moment: Timestamp, in series: Series) -> Double {
        moment.seconds(since: series.start) / max(1, series.seconds)
    }

    private func labels(_ series: Series) -> [ChartAxis.Label] {
        (0...4).map { quarter in
            let share = Double(quarter) / 4
            let moment = series.start.adding(seconds: series.seconds * share)
            return ChartAxis.Label(at: share, DisplayText(String(state.time(moment).prefix(5))))
        }
    }

    private func events(_ series: Series) -> [ChartAxis.Event] {
        state.chartMarks(from: series.start, to: series.end).map { mark in
            ChartAxis.Event(
                at: position(of: mark.at, in: series), DisplayText(mark.letter),
                text: DisplayText(String(state.time(mark.at).prefix(5))), style: mark.style)
        }
    }
}
