import Metrics
import Screen

// How used memory grows, over how long that was measured, and when it is full.

extension Readings {
    private var memory: Snapshot.Memory { snapshot.memory }

    /// A swing of less than a twentieth of what is used is steady.
    private static let steadyShare = 0.05

    /// `+57.0 MiB/min`, or that it is steady, or goes up and down without growing.
    var growth: Figure {
        figure(memory.growthBytesPerSecond, .memory) { perSecond in
            let aMinute = UInt64(saturating: (abs(perSecond) * 60).rounded())
            if aMinute == 0 { return level }
            return (perSecond > 0 ? "+" : "-") + Format.bytes(aMinute) + "/min"
        }
    }

    private var level: String {
        switch memory.outlook {
        case .refilling: "level"
        case .steady: "steady"
        case .swings:
            memory.growthSwingBytes.map { "up and down by \(Format.bytes($0))" } ?? "steady"
        default: swing.map { "up and down by \($0)" } ?? "steady"
        }
    }

    private var swing: String? {
        guard let swing = memory.growthSwingBytes, let used = memory.usedBytes,
            Double(swing) >= Self.steadyShare * Double(used)
        else { return nil }
        return Format.bytes(swing)
    }

    /// ` over 30 s`; empty: nothing was measured, or not over how long.
    var growthSpan: Line {
        guard let seconds = memory.growthSeconds, memory.growthBytesPerSecond != nil else {
            return Line()
        }
        // To the next five: the last poll may be a second early.
        let rounded = (seconds / 5).rounded() * 5
        return Line(DisplayText(" over \(Self.plain(rounded))"), .dim)
    }

    /// `full in ~14 min`; `refilling since 17:05` after a fall, `fell at 17:05` where it does not grow; why it
    /// does not say when memory is full. In ever fewer words; empty: it does not grow.
    var timeUntilFull: [Figure] {
        if let since = memory.refillingSince {
            let minute = state.time(since).prefix(5)
            let isLevel = memory.growthBytesPerSecond.map { $0 <= 0 } ?? false
            let words = isLevel ? "fell at" : "refilling since"
            return [figure(since, .memory) { _ in "\(words) \(minute)" }]
        }
        guard let growth = memory.growthBytesPerSecond else {
            return memory.outlook == .notMeasured && (memory.maxBytes ?? 0) > 0 ? tooEarly : []
        }
        guard growth > 0 else { return [] }
        if let left = snapshot.secondsUntilFull {
            return [figure(left, .memory) { $0 > 0 ? "full in \(Self.about($0))" : "full" }]
        }
        switch memory.outlook {
        case .tooEarly: return tooEarly
        case .notSoon: return words(["full in over 2 h"])
        case .levelsOff: return words(["levels off"])
        case .limitUnknown: return words(["full: limit not known", "limit not known"])
        case _ where memory.maxBytes == 0: return words(["no limit"])
        case nil where memory.growthSlows == true: return words(["levels off"])
        default: return []
        }
    }

    /// Whether that is more than a reason: when it is full, or since when it is filled again.
    var saysWhenFull: Bool { memory.refillingSince != nil || snapshot.secondsUntilFull != nil }

    /// In steps, so that the number stands still.
    private var tooEarly: [Figure] {
        let brief = ["full: too early to say", "full: too early", "too early"]
        guard let needed = memory.forecastNeedsSeconds, let known = memory.growthSeconds else {
            return words(brief)
        }
        let step = 30.0
        let all = Format.decimal(max(1, (needed / step).rounded(.up)) * step, places: 0)
        let seconds = Format.decimal(known, places: 0)
        return words(
            [
                "\(brief[0]) (growth known for \(seconds) s of \(all))",
                "\(brief[0]) (\(seconds) s of \(all))",
            ]
                + brief)
    }

    private func words(_ forms: [String]) -> [Figure] {
        forms.map { form in figure(memory.usedBytes, .memory) { _ in form } }
    }

    /// One unit says enough of a guess.
    static func about(_ seconds: Double) -> String { "~\(plain(seconds))" }

    private static func plain(_ seconds: Double) -> String {
        let (minute, hour, day) = (60.0, 3600.0, 86_400.0)
        let (size, name) =
            seconds < 1.5 * minute
            ? (1, "s")
            : seconds < 1.5 * hour
                ? (minute, "min") : seconds < 2 * day ? (hour, "h") : (day, "days")
        return "\(Format.decimal(seconds / size, places: 0)) \(name)"
    }
}
