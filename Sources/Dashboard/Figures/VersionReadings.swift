import Metrics
import Screen

/// One counter's row.
struct VersionReadings {
    let version: Snapshot.Version
    let readings: Readings

    var key: String { version.key }
    var name: String { version.name }
    var source: SourceState { readings.snapshot.state(ofCounter: version.key) }
    var hasValue: Bool { version.value != nil }

    /// Absent is known only after an answer.
    var value: Line {
        if !hasValue, source.moment != nil { return Line("absent", .dim) }
        return readings.figure(version.value, source) { String($0) }.line(.accent)
    }

    var changed: Figure {
        readings.figure(version.changedAt, source) {
            Format.span(max(0, readings.state.viewedAt.seconds(since: $0))) + " ago"
        }
    }

    var perHour: Figure {
        readings.figure(version.changesPerHour, source) { Format.perHour($0) }
    }

    /// How often it changes, marked where copies die long before their TTL.
    var raises: Line {
        guard let storm = generations.stormPerHour else { return perHour.line() }
        return readings.figure(storm, source) { Format.perHour($0) + "!" }.line(.accent)
    }

    /// Of the dead keys their number, bytes and end; in less room without the bytes.
    var dead: [Line] {
        let parts = readings.snapshot.resources(of: version).compactMap(\.deadGenerations)
        guard !parts.isEmpty else { return [figure(nil).line()] }
        let keys = parts.reduce(UInt64(0)) { $0 &+ $1.keys }
        if keys == 0 { return [figure("0").line(.dim)] }
        let count = figure(Format.count(keys)).line()
        let bytes = parts.compactMap(\.bytes).reduce(UInt64(0)) { $0 &+ $1 }
        let size = figure("  \(Format.bytes(bytes))").line()
        let end = end(of: parts)
        return [count + size + end, count + end, count]
    }

    private func figure(_ text: String?) -> Figure { readings.figure(text, .scan) { $0 } }

    private func end(of parts: [ResourceReport.DeadGenerations]) -> Line {
        if parts.contains(where: { $0.keys > 0 && $0.goneInSeconds == nil }) {
            let alert = readings.alert(.deadKeysStay, of: version.key)
            return alert == nil
                ? Line("  end not known", .dim)
                : Line(DisplayText("  never gone \(readings.state.glyphs.critical)"), .critical)
        }
        guard let last = parts.compactMap(\.goneInSeconds).max() else { return Line() }
        let state = readings.state
        let passed = state.viewedAt.seconds(since: state.shown.takenAt)
        return Line(DisplayText("  \(Format.span(max(0, last - passed))) left"), .dim)
    }
}

extension Readings {
    /// After the filter.
    var versions: [VersionReadings] {
        state.versionRows.map { VersionReadings(version: $0, readings: self) }
    }

    /// The moment of the oldest value that is shown; nil: all are fresh.
    var oldestVersion: Timestamp? {
        versions.map(\.source).filter { state.age(of: $0) != nil }.compactMap(\.moment).min()
    }
}
