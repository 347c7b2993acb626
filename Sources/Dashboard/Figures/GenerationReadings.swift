import Metrics
import Screen

/// The keys of one counter by generation, how often it is raised, and where it and its keys do not go together.
struct GenerationReadings {
    let counter: String
    let readings: Readings

    private var report: GenerationReport? {
        readings.snapshot.generations.first { $0.counter == counter }
    }

    private var drifts: [Drift] { readings.snapshot.drift.filter { $0.counter == counter } }
    private var glyphs: Glyphs { readings.state.glyphs }

    var isStorm: Bool { report?.isStorm ?? false }

    /// Raises an hour at the present pace; nil: it is no storm.
    var stormPerHour: Double? {
        guard isStorm, let seconds = report?.raiseSeconds, seconds > 0 else { return nil }
        return 3600 / seconds
    }

    /// Keys of the counter's value: those that are read.
    var live: [Line] {
        guard let live = report?.live else { return [count(nil).line()] }
        let keys = count(live.keys).line()
        return [keys + size(live.bytes), keys]
    }

    private func count(_ keys: UInt64?) -> Figure {
        readings.figure(keys, .scan) { Format.count($0) }
    }

    private func size(_ bytes: UInt64?) -> Line {
        readings.figure(bytes, .memoryUsage) { "  \(Format.bytes($0))" }.line(.dim)
    }

    // MARK: What is wrong

    /// The gravest first, each with its mark.
    var warnings: [(text: String, style: Style)] {
        let grave = drifts.sorted { rank($0) < rank($1) }.map { drift in
            (text: "\(mark(drift)) \(drift.message)", style: Style(drift.severity, else: .accent))
        }
        guard isStorm, let seconds = report?.raiseSeconds else { return grave }
        let ttl = (report?.resources ?? []).compactMap { readings.state.resource($0) }
            .map(\.policy.ttlSeconds).min()
        let short = ttl.map { ", and the shortest TTL of its copies is \(Format.ttl($0))" } ?? ""
        return grave + [
            (
                text:
                    "! \(counter): a storm, it is raised every \(Format.stretch(seconds))\(short).",
                style: .accent
            )
        ]
    }

    private func rank(_ drift: Drift) -> Int {
        switch drift.severity {
        case .critical: 0
        case .warning: 1
        case .info: 2
        }
    }

    private func mark(_ drift: Drift) -> String {
        drift.severity == .critical ? glyphs.critical : "!"
    }

    // MARK: Generation by generation

    /// A line each for those that were found, highest first.
    var found: [Line] {
        guard let report else { return [] }
        let generations = report.found.map { found in
            line(
                "v\(found.generation)", kind(found.generation, report.value), found.keys,
                found.bytes,
                found.withoutExpiry, found.goneInSeconds)
        }
        guard let plain = report.unversionedKeys, plain > 0 else { return generations }
        let words = "of no version: raising the counter does not touch them"
        return generations + [
            Line(DisplayText("".padded(after: 2))) + count(plain).line(width: 14)
                + Line(DisplayText("  \(words)"), .dim)
        ]
    }

    private func kind(_ generation: Int64, _ value: Int64?) -> String {
        guard let value else { return "" }
        return generation == value ? "live" : generation < value ? "dead" : "above"
    }

    private func line(
        _ name: String, _ kind: String, _ keys: UInt64, _ bytes: UInt64?, _ withoutExpiry: UInt64,
        _ goneInSeconds: Double?
    ) -> Line {
        var line =
            Line(DisplayText("  " + name.padded(after: 8) + kind.padded(after: 6)))
            + readings.figure(keys, .scan) { Format.count($0).padded(before: 8) }.line()
        line += readings.figure(bytes, .memoryUsage) { Format.bytes($0).padded(before: 11) }.line()
        guard kind != "live" else { return line }
        if withoutExpiry > 0 {
            let never = "  \(Format.grouped(withoutExpiry)) never gone \(glyphs.critical)"
            return line + Line(DisplayText(never), .critical)
        }
        let passed = readings.state.viewedAt.seconds(since: readings.snapshot.takenAt)
        let end = readings.figure(goneInSeconds, .timeToLive) {
            "  gone in \(Format.span(max(0, $0 - passed)))"
        }
        return end.isKnown ? line + end.line(.dim) : line
    }
}

extension VersionReadings {
    var generations: GenerationReadings { GenerationReadings(counter: key, readings: readings) }
}
