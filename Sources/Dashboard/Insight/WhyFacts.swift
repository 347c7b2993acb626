import Metrics
import Screen

/// What else is known of a resource's copies: when they expire, which are hot, which no one reads.
struct WhyFacts {
    let state: State
    let report: ResourceReport

    private var shown: Snapshot { state.shown }

    // MARK: Expiry

    func expiry(_ width: Int) -> [Line] {
        guard let forecast = shown.expiryForecast.first(where: { $0.resource == report.name })
        else { return absence("expiryForecast", "no times to live were read so far", width) }
        let soon = [
            "in 10 s \(Format.count(forecast.keysIn10Seconds))",
            "in 60 s \(Format.count(forecast.keysIn60Seconds))",
        ]
        let worst = forecast.worstSecond.map {
            "worst second \(state.time($0.at)): \(Format.keys($0.keys))"
        }
        var lines = wrapped(
            (soon + [worst].compactMap(\.self)).joined(separator: ", "), width, .plain)
        if let aligned = forecast.aligned, aligned.isCliff {
            lines += wrapped("! " + aligned.words(of: report.name), width, .accent)
            lines += wrapped(
                ExpiryForecast.Alignment.advice(ttlSeconds: report.policy.ttlSeconds), width, .dim)
        }
        return lines
    }

    // MARK: Hot keys, stampedes

    func hotKeys(_ width: Int) -> [Line] {
        let keys = shown.hotKeys.filter { $0.resource == report.name }
        guard !keys.isEmpty else {
            return absence("hotKeys", "no look-ups", width) + stampedes(width)
        }
        return keys.map { key in
            let isHeavy = shown.isHeavy(key)
            var line = Line(
                DisplayText(Format.percent(key.share).padded(before: 6) + (isHeavy ? "!" : " ")),
                isHeavy ? .warning : .plain)
            line.append(DisplayText(Format.rate(key.lookupsPerSecond).padded(before: 7) + "/s "))
            if width >= 50 {
                let cost = key.bytesPerSecond.map { Format.bytes(UInt64(saturating: $0)) + "/s" }
                line.append(DisplayText((cost ?? Format.absent).padded(before: 12) + "  "), .dim)
            }
            let room = max(8, width - line.columns)
            let name = DisplayText(key.key.shownName).truncated(
                to: room, .middle, glyphs: state.glyphs)
            return line + Line(name)
        } + stampedes(width)
    }

    private func stampedes(_ width: Int) -> [Line] {
        guard let row = shown.stampedes.first(where: { $0.resource == report.name }) else {
            return []
        }
        let worst = row.examples.first.map { example in
            let seconds = example.fillSeconds.map { " in \(Format.duration($0))" } ?? ""
            return "; worst, \(example.key.shownName): \(Format.grouped(example.misses)) misses"
                + "\(seconds) at \(state.time(example.at))"
        }
        return wrapped(
            "stampedes: \(Format.grouped(row.perMinute)) a minute in the last two minutes\(worst ?? "")",
            width, .plain)
    }

    // MARK: Never read

    func neverRead(_ width: Int) -> [Line] {
        guard let unread = report.neverRead else {
            let ttl = Format.span(Double(report.policy.ttlSeconds))
            return absence(
                "resources[].neverRead",
                "not known: look-ups of \(ttl) and a sweep after them are needed", width)
        }
        let error =
            unread.error > 0 ? " ± \(Format.decimal(unread.error * 100, places: 1)) points" : ""
        let bytes = unread.bytes.map { " (these take \(Format.bytes($0)))" } ?? ""
        return wrapped(
            "\(Format.percent(unread.share))\(error) of \(unread.population) were never read\(bytes); "
                + "\(Format.percent(unread.unaskedShare)) were never even asked for.",
            width, .plain)
    }

    private func absence(_ field: String, _ why: String, _ width: Int) -> [Line] {
        wrapped(state.isNotRecorded(field) ? "not recorded" : why, width, .dim)
    }

    private func wrapped(_ text: String, _ width: Int, _ style: Style) -> [Line] {
        let text = text.replacing("±", with: state.glyphs.plusMinus)
        return DisplayText(text).wrapped(to: max(10, width)).map { Line($0, style) }
    }
}
