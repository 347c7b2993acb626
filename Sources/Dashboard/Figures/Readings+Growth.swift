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
            if aMinute == 0 { return swing.map { "up and down by \($0)" } ?? "steady" }
            return (perSecond > 0 ? "+" : "-") + Format.bytes(aMinute) + "/min"
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

    /// `full in ~14 min`; `refilling since 17:05` after a fall; `levels off` below the limit; nil: it does not grow, or says nothing of its end.
    var timeUntilFull: Figure? {
        if let since = memory.refillingSince {
            let minute = state.time(since).prefix(5)
            return figure(since, .memory) { _ in "refilling since \(minute)" }
        }
        guard (memory.growthBytesPerSecond ?? 0) > 0 else { return nil }
        if let left = snapshot.secondsUntilFull {
            return figure(left, .memory) { $0 > 0 ? "full in \(Self.about($0))" : "full" }
        }
        if memory.growthSlows == true {
            return figure(memory.maxBytes, .memory) { _ in "levels off" }
        }
        return memory.maxBytes == 0 ? figure(memory.maxBytes, .memory) { _ in "no limit" } : nil
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
