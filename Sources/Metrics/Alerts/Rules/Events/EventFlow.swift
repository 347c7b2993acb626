/// How many look-ups a second events told, and the server counted, while both came.
///
/// Kept from the last poll at which events came: without them it says whether the API still looks up.
struct EventFlow: Sendable, Hashable, Codable {
    /// Both a second.
    var events: Double
    var lookups: Double

    /// Enough of the server's look-ups are told by events for their absence to be seen.
    var isNotable: Bool { events >= 1 && events >= lookups / 10 }
}

extension History {
    /// After a poll.
    mutating func noteFlow(at now: Timestamp) {
        guard let newestEvent, now.seconds(since: newestEvent) < 2.5,
            let stretch = server.stretch(from: now.adding(seconds: -60), upTo: now)
        else { return }
        let seconds = stretch.to.seconds(since: stretch.from)
        guard seconds >= 5, let covered = coveredSeconds(Int(seconds), endingAt: now), covered >= 5
        else { return }
        let end = now.milliseconds / TimeBuckets.width
        let events = (0..<grammar.slots).reduce(into: HitCounts()) {
            $0 += buckets.sum(slot: $1, endingAt: end, seconds: Int(seconds))
        }
        let others = stretch.withoutOwn.lookups
        flow = EventFlow(
            events: Double(events.lookups) / covered,
            lookups: Double(others - min(others, stretch.otherReaders ?? 0)) / seconds)
    }
}
