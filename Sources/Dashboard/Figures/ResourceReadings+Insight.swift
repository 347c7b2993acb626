import Metrics
import Screen

// Why a resource misses, and when its copies expire.

extension ResourceReadings {
    /// The main cause of its misses with its share, in ever fewer columns.
    var mainCause: [Line] {
        guard let causes = report.missCauses, let main = causes.main else {
            return [figure(nil).line()]
        }
        let share = Format.wholePercent(causes.share(of: main))
        // The unknown is no reason.
        let style: Style = main == .unknown ? .dim : .plain
        return ["\(main.name) \(share)", "\(main.name.prefix(7)). \(share)", share].map {
            figure($0).line(style)
        }
    }

    private func figure(_ text: String?) -> Figure { readings.figure(text, .events) { $0 } }

    /// All causes in a row: `62% expired, 21% cold`.
    var causes: (figure: Figure, meaning: String) {
        let lines = MissCauseLines(state: readings.state, report: report)
        return (figure(lines.brief), lines.absence ?? lines.sample.string)
    }

    // MARK: Expiry

    private var forecast: ExpiryForecast? {
        readings.snapshot.expiryForecast.first { $0.resource == name }
    }

    /// Keys that expire in the next 10 or 60 seconds.
    var goneIn10: Figure { expiring(forecast?.keysIn10Seconds) }
    var goneIn60: Figure { expiring(forecast?.keysIn60Seconds) }

    private func expiring(_ count: UInt64?) -> Figure {
        readings.figure(count, .timeToLive) { Format.count($0) }
    }

    /// The second to come in which most expire: `14:05:10 412`.
    var worstSecond: Figure {
        readings.figure(forecast?.worstSecond, .timeToLive) {
            "\(readings.state.time($0.at)) \(Format.count($0.keys))"
        }
    }

    /// That many expire together, in ever fewer words; empty: they do not.
    var cliff: [Line] {
        guard let aligned = forecast?.aligned, aligned.isCliff else { return [] }
        let style = readings.style(of: .expiryCliff, name, else: .accent)
        let share = Format.percent(aligned.share)
        let at = readings.state.time(aligned.at)
        return [
            "! \(share) expire in the same 2 s, \(at): jitter", "! \(share) in the same 2 s, \(at)",
            "! \(share) in 2 s",
        ].map { Line(DisplayText($0), style) }
    }

    /// The same as sentences, with what to do.
    var cliffWords: String? {
        guard let aligned = forecast?.aligned, aligned.isCliff else { return nil }
        return aligned.words(of: name) + " "
            + ExpiryForecast.Alignment.advice(ttlSeconds: report.policy.ttlSeconds)
    }

    /// One of the keys over the policy, with what it has left.
    var overPolicyExample: Line {
        guard let example = report.ttl?.overPolicyExamples.first else { return Line() }
        let left = Format.life(example.ttlSeconds, ofTTL: report.policy.ttlSeconds)
        return Line(DisplayText("  \(example.key.shownName) \(left)"), .dim)
    }
}

extension Readings {
    /// How the events' sums and the server's go together; nil: not compared.
    var reconciliation: (text: String, style: Style)? {
        guard let sums = snapshot.reconciliation else { return nil }
        switch sums.reading {
        case .agrees, .counterReads, .sampled: return (sums.message, .dim)
        case .unpublishedLookups, .otherApplication, .answeredElsewhere, .other:
            return (sums.message, .accent)
        }
    }
}
