import Metrics
import Screen

/// Look-ups of a resource, of the other keys or of all.
struct LookupReadings {
    let windows: [Window]
    let hits: UInt64
    let misses: UInt64
    let readings: Readings

    init(_ windows: [Window], hits: UInt64, misses: UInt64, _ readings: Readings) {
        self.windows = windows
        self.hits = hits
        self.misses = misses
        self.readings = readings
    }

    private func window(_ seconds: Int) -> Window? { windows.first { $0.seconds == seconds } }

    /// A source that is not understood may well have look-ups: 0 would be a guess.
    private var isKnown: Bool {
        readings.snapshot.isUnderstood || window(10)?.hitRate != nil
    }

    var perSecond: Figure {
        readings.figure(isKnown ? window(10)?.lookupsPerSecond : nil, .events) { Format.rate($0) }
    }

    var missesPerSecond: Figure {
        let window = window(60)
        let misses = window.flatMap { window in
            window.coveredSeconds.flatMap { Rate.perSecond(Double(window.misses), seconds: $0) }
        }
        return readings.figure(isKnown ? misses : nil, .events) { Format.rate($0) }
    }

    /// Of the last so many seconds.
    func rate(_ seconds: Int) -> Figure {
        readings.figure(window(seconds)?.hitRate, .events) { Format.percent($0) }
    }

    /// Since counting began.
    var allHits: Figure { sinceStart(hits) }
    var allMisses: Figure { sinceStart(misses) }

    private func sinceStart(_ count: UInt64) -> Figure {
        readings.figure(readings.snapshot.hasTotals ? count : nil, .events) { Format.count($0) }
    }

    var ofTheMinute: Figure {
        readings.figure(window(60).map { $0.hits &+ $0.misses }, .events) { Format.count($0) }
    }
}

extension Readings {
    var total: LookupReadings {
        LookupReadings(
            snapshot.total.windows, hits: snapshot.total.hits, misses: snapshot.total.misses, self)
    }

    var otherKeys: LookupReadings {
        let other = snapshot.unclassified
        return LookupReadings(other.windows, hits: other.hits, misses: other.misses, self)
    }

    /// `e.g. lists:shelf`: one of them, whole or not at all.
    var otherKeyExample: [Line] {
        let name = snapshot.unclassified.examples.first?.shownName
        return [name.map { Line(DisplayText("e.g. \($0)"), .dim) }, Line()].compactMap(\.self)
    }

    /// While the longest window is not filled yet, its numbers are of less time: `events since 14:01`.
    var coverage: Line {
        guard let longest = snapshot.total.windows.last, longest.isCoveredInPart,
            let covered = longest.coveredSeconds
        else { return Line() }
        let begin = snapshot.takenAt.adding(seconds: -covered)
        return Line(DisplayText("events \(state.beginning(begin))"), .dim)
    }
}
