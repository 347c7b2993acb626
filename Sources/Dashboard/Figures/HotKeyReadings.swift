import Metrics
import Screen

/// One key that is looked up much.
struct HotKeyReadings {
    let key: HotKey
    let readings: Readings

    var name: DisplayText { DisplayText(key.key.shownName) }
    var isHeavy: Bool { readings.snapshot.isHeavy(key) }
    var lookups: Figure { readings.figure(key.lookups, .events) { Format.count($0) } }
    var misses: Figure { readings.figure(key.misses, .events) { Format.count($0) } }

    /// Of its resource's look-ups, marked where it is much.
    var share: Line {
        let text = readings.figure(key.share, .events) { Format.percent($0) + (isHeavy ? "!" : "") }
        return text.line(isHeavy ? .warning : .plain)
    }

    var perSecond: Figure { readings.figure(key.lookupsPerSecond, .events) { Format.rate($0) } }
    var size: Figure { readings.figure(key.bytes, .events) { Format.bytes($0) } }
    /// Look-ups times size.
    var cost: Figure {
        readings.figure(key.bytesPerSecond, .events) {
            Format.bytes(UInt64(saturating: $0)) + "/s"
        }
    }

    var resource: Line { Line(DisplayText(key.resource ?? "unclassified"), .dim) }
}

extension Readings {
    var hotKeys: [HotKeyReadings] {
        state.hotKeyRows.map { HotKeyReadings(key: $0, readings: self) }
    }

    /// Key, misses, time to the fill, when, how many a minute its resource has.
    var stampedeCells: [[Table.Content]] {
        state.stampedeRows.map { row in
            let example = row.example
            let took = figure(example.fillSeconds, .events) { Format.duration($0) }
            return [
                .text(DisplayText(example.key.shownName)),
                figure(example.misses, .events) { Format.grouped($0) }.cell(),
                took.isKnown ? took.cell() : .text("<0.1 s", .dim),
                .text(DisplayText(state.time(example.at)), .dim),
                figure(row.stampede.perMinute, .events) { Format.grouped($0) }.cell(),
            ]
        }
    }
}
