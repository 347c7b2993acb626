import Metrics
import Screen

/// The hit rate at other times to live, a line a step, with the policy's own marked.
struct TTLCurveLines {
    let state: State
    let report: ResourceReport

    /// nil: there is a curve.
    var absence: String? {
        if state.isNotRecorded("resources[].ttlCurve") { return "not recorded" }
        guard report.ttlCurve.isEmpty else { return nil }
        let part = state.shown.unavailable.first {
            $0.what == "resources[].ttlCurve" && ($0.subject ?? report.name) == report.name
        }
        let none = state.isReplay ? "this file has none." : "no look-up was read so far."
        return "not known: \(part?.why ?? none)"
    }

    private func isPresent(_ step: ResourceReport.TTLStep) -> Bool {
        step.ttlSeconds == Double(report.policy.ttlSeconds)
    }

    // MARK: A table

    func lines(_ width: Int, _ glyphs: Glyphs) -> [Line] {
        if let absence { return wrapped(absence, width, .dim) }
        return [head(width)] + report.ttlCurve.map { line($0, width, glyphs) }
    }

    /// The advice as a sentence.
    func advice(_ width: Int) -> [Line] {
        guard absence == nil else { return [] }
        if let words = report.ttlAdviceWords { return wrapped(words, width, .accent) }
        let ttl = Format.stretch(Double(report.policy.ttlSeconds) * 2)
        return wrapped(
            "The hit rate at \(now) is known after \(ttl) of look-ups.", width, .dim)
    }

    private var now: String { Format.stretch(Double(report.policy.ttlSeconds)) }

    /// What gives way where there is little room.
    private func hasPlot(_ width: Int) -> Bool { width >= 52 }
    private func hasAge(_ width: Int) -> Bool { width >= 36 }
    private func hasLoads(_ width: Int) -> Bool { width >= 62 }
    private func hasBytes(_ width: Int) -> Bool { width >= 72 }
    private func hasError(_ width: Int) -> Bool { width >= 80 }
    private func plotColumns(_ width: Int) -> Int { min(30, max(8, width - 64)) }

    private func head(_ width: Int) -> Line {
        var text =
            "  " + "TTL".padded(before: 8) + "hits".padded(before: 8) + "diff".padded(before: 7)
        if hasError(width) { text += state.glyphs.plusMinus.padded(before: 6) }
        if hasPlot(width) { text += "  " + plotTitle(plotColumns(width)) }
        if hasAge(width) { text += "age".padded(before: 8) }
        if hasLoads(width) { text += "loads/s".padded(before: 9) }
        if hasBytes(width) { text += "memory".padded(before: 10) }
        return Line(DisplayText(text), .heading)
    }

    private func line(
        _ step: ResourceReport.TTLStep, _ width: Int, _ glyphs: Glyphs
    ) -> Line {
        let isNow = isPresent(step)
        let style: Style = step.hitRate == nil ? .dim : isNow ? .accent : .plain
        let name = step.ttlSeconds.map { Format.stretch($0) } ?? "no end"
        let difference = step.hitRate.flatMap { rate in
            report.presentStep?.hitRate.map { rate - $0 }
        }
        var line = Line(DisplayText((isNow ? glyphs.selection : "").padded(after: 2)), .accent)
        line.append(DisplayText(name.padded(before: 8)), style)
        line.append(DisplayText(Format.percent(step.hitRate).padded(before: 8)), style)
        let points = isNow ? "now" : difference.map { Format.points($0) } ?? Format.absent
        line.append(DisplayText(points.padded(before: 7)), style)
        if hasError(width) {
            let error = step.error.map { Format.decimal($0 * 100, places: 1) } ?? Format.absent
            line.append(DisplayText(error.padded(before: 6)), .dim)
        }
        if hasPlot(width) {
            let columns = plotColumns(width)
            line += Line("  ") + point(step.hitRate, among: columns, isNow ? .accent : .plain)
        }
        if hasAge(width) {
            line.append(DisplayText(Format.stretch(step.staleSeconds).padded(before: 8)), style)
        }
        if hasLoads(width) {
            let loads = Format.rate(step.originLoadsPerSecond)
            line.append(DisplayText(loads.padded(before: 9)), style)
        }
        if hasBytes(width) {
            line.append(DisplayText(Format.bytes(step.bytes).padded(before: 10)), style)
        }
        return line
    }

    // MARK: The curve, a point a line

    /// From and to which hit rate, in steps of five points: the curve would be flat on a scale from 0.
    private var scale: ClosedRange<Double> {
        let rates = report.ttlCurve.compactMap(\.hitRate)
        let low = ((rates.min() ?? 0) * 20).rounded(.down) / 20
        let high = ((rates.max() ?? 1) * 20).rounded(.up) / 20
        return low...max(high, low + 0.05)
    }

    private func plotTitle(_ columns: Int) -> String {
        let low = Format.wholePercent(scale.lowerBound)
        let high = Format.wholePercent(scale.upperBound)
        return low + high.padded(before: columns - low.count)
    }

    private func point(_ rate: Double?, among columns: Int, _ style: Style) -> Line {
        guard let rate, rate.isFinite else { return Line(DisplayText("".padded(after: columns))) }
        let share = (rate - scale.lowerBound) / (scale.upperBound - scale.lowerBound)
        let place = Int((min(1, max(0, share)) * Double(columns - 1)).rounded())
        let gap = state.glyphs.gap
        return Line(DisplayText(String(repeating: gap, count: place)), .dim)
            + Line(DisplayText(state.glyphs.bullet), style)
            + Line(DisplayText(String(repeating: gap, count: columns - 1 - place)), .dim)
    }

    // MARK: In few rows

    /// `15s 61%  30s 70%  [1m 78%]  2m 86%`, as many a row as fit.
    func brief(_ width: Int) -> [Line] {
        if let absence { return wrapped(absence, width, .dim) }
        var lines: [Line] = []
        for step in report.ttlCurve where step.hitRate != nil {
            let name = step.ttlSeconds.map { Format.stretch($0) } ?? "no end"
            let rate = Format.wholePercent(step.hitRate)
            let part =
                isPresent(step)
                ? Line(DisplayText("[\(name) \(rate)]"), .accent)
                : Line(DisplayText("\(name) "), .dim) + Line(DisplayText(rate))
            if let last = lines.last, last.columns + part.columns + 2 <= width {
                lines[lines.count - 1] = last + Line("  ") + part
            } else {
                lines.append(part)
            }
        }
        return lines.isEmpty ? [Line("not read for long enough", .dim)] : lines
    }

    private func wrapped(_ text: String, _ width: Int, _ style: Style) -> [Line] {
        let text = text.replacing("±", with: state.glyphs.plusMinus)
        return DisplayText(text).wrapped(to: max(10, width)).map { Line($0, style) }
    }
}
