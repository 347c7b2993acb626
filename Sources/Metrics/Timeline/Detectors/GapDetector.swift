/// Events that were not received: entries of the stream that were trimmed before they were read, lines
/// that came too fast, a stream that was begun anew. Those of a minute are one.
struct GapDetector: Sendable {
    private static let pause = 60.0

    private struct Stretch {
        var begin: Timestamp
        var newest: Timestamp
        var count: UInt64
    }

    private var last: EventStatus?
    private var stretches: [GapKind: Stretch] = [:]
    /// When something was last missing.
    private(set) var newest: Timestamp?

    mutating func observe(_ status: EventStatus, at now: Timestamp) -> [TimelineEntry] {
        let old = last ?? EventStatus(source: status.source)
        defer { last = status }
        func more(_ count: (EventStatus) -> UInt64) -> UInt64 {
            let (new, before) = (count(status), count(old))
            return new > before ? new - before : 0
        }
        var entries: [TimelineEntry] = []
        if more(\.gaps) > 0 {
            entries.append(
                note(.trimmed, more { $0.lostEntries ?? 0 }, at: now) { count in
                    let lost = count == 0 ? "Entries" : "\(Format.grouped(count)) entries"
                    return "\(lost) of the event stream were trimmed before they were read: hit "
                        + "rates lack them. Keep more entries (MAXLEN)."
                })
        }
        if more(\.resets) > 0 {
            entries.append(
                note(.restarted, more(\.resets), at: now) { _ in
                    "The event stream was deleted and begun anew; it is read from its beginning."
                })
        }
        if more(\.dropped) > 0 {
            entries.append(
                note(.dropped, more(\.dropped), at: now) { count in
                    "\(Format.grouped(count)) lines came faster than they could be read, and were "
                        + "dropped."
                })
        }
        return entries
    }

    private mutating func note(
        _ kind: GapKind, _ count: UInt64, at now: Timestamp, _ words: (UInt64) -> String
    ) -> TimelineEntry {
        newest = now
        var stretch = stretches[kind] ?? Stretch(begin: now, newest: now, count: 0)
        if now.seconds(since: stretch.newest) > Self.pause {
            stretch = Stretch(begin: now, newest: now, count: 0)
        }
        stretch.newest = now
        stretch.count = saturatingSum(stretch.count, count)
        stretches[kind] = stretch
        return TimelineEntry(
            at: stretch.begin, until: now > stretch.begin ? now : nil, kind: .gap,
            subject: kind.rawValue, message: words(stretch.count))
    }
}
