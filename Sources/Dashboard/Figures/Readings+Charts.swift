import Metrics
import Screen

// Curves with their scales and axes.

extension Readings {
    /// Below this difference a curve is flat.
    private static let leastRates = 0.05
    /// The same of memory, as a share of what is used.
    private static let leastMemory = 0.1

    /// The curve of one resource's hit rate, or of all.
    func rateChart(of resource: String?, rows: Int) -> (chart: Chart, forms: [Line]) {
        let curve = state.curves.rate(of: resource)
        let scale = ChartScale(
            fitting: curve.values, leastSpan: Self.leastRates, bounds: 0...1,
            rows: Chart.plotRows(height: rows), label: Self.percent)
        let chart = Chart(
            curve.values, scale: scale, labels: times(of: curve), events: events(of: curve),
            phase: phase(of: curve), placeholder: placeholder(.events))
        let ends = [scale.ticks.first, scale.ticks.last].compactMap { $0?.label.string }
        let span = "last \(Self.span(curve))"
        let words = [span + ", scale \(ends.joined(separator: " .. ")) %", span]
        return (chart, curve.isEmpty ? [] : words.map { Line(DisplayText($0), .dim) })
    }

    /// The last half hour of a resource in one row of a table; the scale is the row's own.
    func rateSparkline(of resource: String?) -> Sparkline {
        Sparkline(
            state.curves.rate(of: resource).values, domain: .ownScale(leastSpan: Self.leastRates),
            fitting: .means)
    }

    /// What the row's curve is headed with.
    var sparklineTitle: (long: String, short: String) {
        let span = Self.span(state.curves.rate(of: nil))
        return ("\(span), own scale", span)
    }

    /// Used memory; its limit is in it once half of it is used: a scale for both would show nothing before.
    func memoryChart(rows: Int) -> Chart {
        let curve = state.curves.memory
        let used = Double(snapshot.memory.usedBytes ?? 0)
        let limit = snapshot.memory.maxBytes.flatMap { limit -> Double? in
            limit > 0 && used * 2 >= Double(limit) ? Double(limit) : nil
        }
        let values = curve.values + [limit]
        let unit = Self.unit(of: values.compactMap(\.self).max() ?? 0)
        let scale = ChartScale(
            fitting: values, leastSpan: used * Self.leastMemory, bounds: 0...1e18, unit: unit.size,
            rows: Chart.plotRows(height: rows)
        ) { value, step in
            let places = step >= unit.size ? 0 : step * 10 >= unit.size ? 1 : 2
            return Format.decimal(value / unit.size, places: places) + unit.letter
        }
        let style = Style(snapshot.alertNow(.memoryFull)?.severity, else: .dim)
        return Chart(
            curve.values, scale: scale,
            limit: limit.map { Chart.Limit(value: $0, label: "limit", style: style) },
            labels: times(of: curve), phase: phase(of: curve), placeholder: placeholder(.memory))
    }

    /// So that all of a chart moves at once: its columns stand where the clock has them.
    private func phase(of curve: Curve) -> Double {
        Double(curve.start.milliseconds) / 1000 / max(1, curve.seconds)
    }

    private static func span(_ curve: Curve) -> String {
        Format.decimal(curve.seconds / 60, places: 0) + " min"
    }

    private func placeholder(_ source: Source) -> Line {
        state.state(of: source).isFresh
            ? Line(DisplayText(nothingRecorded), .dim)
            : state.absence(of: state.state(of: source), waitingFor: "figures")
    }

    private var nothingRecorded: String {
        guard let viewing = state.viewing else { return "nothing recorded yet" }
        return viewing.isReadBack && !state.isReplay
            ? "not known from before cachetop started" : "not recorded then"
    }

    private static func percent(_ ratio: Double, _ step: Double) -> String {
        let places = step * 100 >= 0.99 ? 0 : step * 1000 >= 0.99 ? 1 : 2
        return Format.decimal(ratio * 100, places: places)
    }

    private static func unit(of bytes: Double) -> (size: Double, letter: String) {
        var size = 1.0
        for letter in ["B", "K", "M", "G", "T"] {
            if bytes < size * 1000 { return (size, letter) }
            size *= 1024
        }
        return (size, "P")
    }

    /// Seconds between times on an axis.
    private static let distances = [15, 60, 120, 300, 600, 1800, 3600, 7200, 14_400]

    /// Round times, where each begins.
    private func times(of curve: Curve) -> [ChartAxis.Label] {
        guard !curve.isEmpty, curve.seconds >= 1 else { return [] }
        let distance = Self.distances.first { Double($0) * 6 >= curve.seconds } ?? 14_400
        let each = Int64(distance) * 1000
        let first = (curve.start.milliseconds / each + 1) * each
        return stride(from: first, to: curve.end.milliseconds, by: Int64.Stride(each)).map {
            let moment = Timestamp(milliseconds: $0)
            let position = moment.seconds(since: curve.start) / curve.seconds
            return ChartAxis.Label(at: position, DisplayText(time(moment, of: curve)))
        }
    }

    /// To the minute, where the curve is not so short that it needs seconds.
    private func time(_ moment: Timestamp, of curve: Curve) -> String {
        let time = state.time(moment)
        return curve.seconds < 120 ? time : String(time.prefix(5))
    }

    private func events(of curve: Curve) -> [ChartAxis.Event] {
        state.chartMarks(from: curve.start, to: curve.end).map { mark in
            ChartAxis.Event(
                at: mark.at.seconds(since: curve.start) / max(1, curve.seconds),
                DisplayText(mark.letter), text: DisplayText(time(mark.at, of: curve)),
                style: mark.style)
        }
    }
}
