/// Numbers as an operator reads them. Rounding never turns "almost" into "all" or "none".
package enum Format {
    /// What stands where nothing is known.
    package static let absent = "-"

    /// `91.2%`; 100 % and 0 % only when it is exactly so.
    package static func percent(_ ratio: Double?) -> String {
        guard let ratio, ratio.isFinite else { return absent }
        if ratio <= 0 { return "0%" }
        if ratio == 1 { return "100%" }
        if ratio < 0.001 { return "<0.1%" }
        if ratio < 1, ratio >= 0.9994 { return "99.9%" }
        if ratio > 1e9 { return absent }
        return decimal(ratio * 100, places: 1) + "%"
    }

    /// A difference of two ratios in points of a percent: `+0.6`, `-22.8`, `0.0`.
    package static func points(_ difference: Double) -> String {
        let text = decimal(difference * 100, places: 1)
        return difference > 0 && text != "0.0" ? "+" + text : text
    }

    /// `0.9 MiB`, `310 MiB`, `1.42 GiB`.
    package static func bytes(_ bytes: UInt64?) -> String {
        guard let bytes else { return absent }
        let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]
        var value = Double(bytes)
        var unit = 0
        while value >= 999.5, unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        if unit == 0 { return "\(bytes) B" }
        return "\(significant(value)) \(units[unit])"
    }

    /// `0`, `999`, `4200`, `12.1k`, `310k`, `1.2M`.
    package static func count(_ count: UInt64?, estimated: Bool = false) -> String {
        guard let count else { return absent }
        let mark = estimated ? "~" : ""
        if count < 10_000 { return mark + String(count) }
        var value = Double(count)
        for unit in ["k", "M", "G"] {
            value /= 1000
            if value < 99.95 { return mark + decimal(value, places: 1) + unit }
            if value < 999.5 { return mark + decimal(value, places: 0) + unit }
        }
        return mark + decimal(value, places: 0) + "G"
    }

    /// `12,040`: every digit, for what will be done or was.
    package static func grouped(_ number: some BinaryInteger) -> String {
        var digits = Array(String(number.magnitude))
        for index in stride(from: digits.count - 3, to: 0, by: -3) {
            digits.insert(",", at: index)
        }
        return (number < 0 ? "-" : "") + String(digits)
    }

    /// `1 key`, `3,000 keys`.
    package static func keys(_ number: some BinaryInteger) -> String {
        "\(grouped(number)) \(number == 1 ? "key" : "keys")"
    }

    /// `1 key`, `12,040 keys`.
    package static func keys(_ count: UInt64) -> String {
        "\(grouped(count)) \(count == 1 ? "key" : "keys")"
    }

    /// Per second: `0`, `0.3`, `41`, `2104`, `12.1k`.
    package static func rate(_ rate: Double?) -> String {
        guard let rate, rate.isFinite, rate >= 0 else { return absent }
        if rate == 0 { return "0" }
        if rate < 0.05 { return "<0.1" }
        if rate < 9.95 { return decimal(rate, places: 1) }
        return count(UInt64(min(rate, 1e18).rounded()))
    }

    /// `0.4 s`, `41 ms`: how long something took.
    package static func duration(_ seconds: Double?) -> String {
        guard let seconds, seconds.isFinite, seconds >= 0 else { return absent }
        if seconds == 0 { return "0 ms" }
        if seconds < 0.00005 { return "<0.1 ms" }
        if seconds < 0.0095 { return decimal(seconds * 1000, places: 1) + " ms" }
        if seconds < 0.9995 { return decimal(seconds * 1000, places: 0) + " ms" }
        if seconds < 99.5 { return decimal(seconds, places: 1) + " s" }
        return span(seconds)
    }

    /// `30s`, `2m05s`, `3h12m`, `12d3h`: a stretch of time, two units at most.
    package static func span(_ seconds: Double?) -> String {
        guard let seconds, seconds.isFinite, seconds >= 0, seconds < 1e12 else { return absent }
        if seconds > 0, seconds < 0.5 { return "<1s" }
        let whole = Int(seconds.rounded())
        let (minutes, hours) = (whole / 60 % 60, whole / 3600 % 24)
        switch whole {
        case ..<60: return "\(whole)s"
        case ..<3600: return "\(minutes)m" + (whole % 60 == 0 ? "" : two(whole % 60) + "s")
        case ..<86_400: return "\(hours)h" + (minutes == 0 ? "" : two(minutes) + "m")
        default: return "\(whole / 86_400)d" + (hours == 0 ? "" : "\(hours)h")
        }
    }

    /// The same with a decimal below ten seconds, where a step of a second is much: `2.5s`, `41s`, `4m`.
    package static func stretch(_ seconds: Double?) -> String {
        guard let seconds, seconds.isFinite, seconds >= 0.05, seconds < 9.95,
            abs(seconds - seconds.rounded()) >= 0.05
        else { return span(seconds) }
        return decimal(seconds, places: 1) + "s"
    }

    /// `62%`: whole, where room is short.
    package static func wholePercent(_ ratio: Double?) -> String {
        guard let ratio, ratio.isFinite, ratio < 1e9 else { return absent }
        if ratio <= 0 { return "0%" }
        if ratio < 0.01 { return "<1%" }
        return ratio < 1 && ratio >= 0.995 ? "99%" : decimal(ratio * 100, places: 0) + "%"
    }

    /// `just now`, `3s ago`.
    package static func ago(_ seconds: Double) -> String {
        seconds < 1 ? "just now" : "\(span(seconds)) ago"
    }

    /// What a key has left, in the unit of its resource's TTL so that a row has one unit: `8.5s` and `26s`
    /// of less than a minute, `0m08` and `14m56` of minutes, `1h05` of hours.
    package static func life(_ seconds: Double?, ofTTL ttl: Int) -> String {
        guard let seconds, seconds.isFinite, seconds >= 0, seconds < 1e12 else { return absent }
        if ttl < 60, seconds < 99.5 {
            let isWhole = seconds == seconds.rounded() || seconds >= 9.95
            return decimal(seconds, places: isWhole ? 0 : 1) + "s"
        }
        let whole = Int(seconds.rounded())
        if whole >= 172_800 { return span(seconds) }
        // A minute's part of an hour would be lost in the unit of the rest.
        if ttl >= 3600 && whole >= 60 || whole >= 6000 {
            return "\(whole / 3600)h\(two(whole / 60 % 60))"
        }
        return "\(whole / 60)m\(two(whole % 60))"
    }

    /// The same of the TTL itself: `30s`, `15m00`.
    package static func ttl(_ seconds: Int) -> String { life(Double(seconds), ofTTL: seconds) }

    /// `0.3`, `12`: how often something happens in an hour.
    package static func perHour(_ times: Double?) -> String {
        times.map { decimal($0, places: $0 < 10 ? 1 : 0) } ?? absent
    }

    package static func decimal(_ value: Double, places: Int) -> String {
        let scale = (0..<min(9, max(0, places))).reduce(1.0) { scale, _ in scale * 10 }
        guard value.isFinite, abs(value) * scale < 1e18, places <= 9 else { return absent }
        let units = Int64((abs(value) * scale).rounded())
        let sign = value < 0 && units > 0 ? "-" : ""
        guard places > 0 else { return sign + String(units) }
        let fraction = String(units % Int64(scale))
        return sign + String(units / Int64(scale)) + "."
            + String(repeating: "0", count: places - fraction.count) + fraction
    }

    /// Three significant digits: `1.42`, `31.0`, `310`.
    private static func significant(_ value: Double) -> String {
        decimal(value, places: value < 9.995 ? 2 : value < 99.95 ? 1 : 0)
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
