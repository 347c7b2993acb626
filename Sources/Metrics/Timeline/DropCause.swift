/// Something that may have lowered the hit rate: an invalidation, keys that went by themselves, a restart.
struct DropCause: Sendable, Hashable {
    var at: Timestamp
    /// When what its author did in a row to the same resources began; nil: with this.
    var groupBegan: Timestamp?
    /// Whose look-ups it reaches.
    var slots: [Int]
    /// How many keys it took; nil: not known, as of a counter that was raised.
    var keys: UInt64?
    /// A FLUSH or a restart: all keys went.
    var emptiesDatabase = false
    /// Counters were seen to be gone, as after a FLUSH.
    var isLossOfCounters = false

    /// Of what takes a tenth of another's keys the other's drop is not.
    static let notableShare: UInt64 = 10

    /// Whether it can have made a drop of another's look-ups. What follows from the other has no part of its own.
    func reaches(_ other: DropCause) -> Bool {
        guard slots.contains(where: other.slots.contains),
            !(isLossOfCounters && other.emptiesDatabase)
        else { return false }
        guard let keys, let others = other.keys else { return true }
        return keys >= others / Self.notableShare
    }
}

extension History {
    /// A later cause shows within so many seconds what it does; a FLUSH is found up to 12 s late.
    private static let lateSeconds = 30.0
    /// Look-ups with fewer of which a rate is chance.
    private static let leastLookups: UInt64 = 20

    /// nil: it changed nothing, or concerns no look-ups.
    func cause(_ record: InvalidationRecord) -> DropCause? {
        let slots = (record.resources ?? []).compactMap { policy.index(of: $0) }
        guard record.changedSomething, !slots.isEmpty else { return nil }
        var cause = DropCause(at: record.at, slots: slots, keys: record.keysGone)
        let steps = record.steps ?? []
        cause.isLossOfCounters = !steps.isEmpty && steps.allSatisfy { $0.kind == .gone }
        return cause
    }

    /// What happened within the last half minute, oldest first.
    func recentCauses(at now: Timestamp) -> [DropCause] {
        func isRecent(_ at: Timestamp) -> Bool {
            (0...Self.lateSeconds).contains(now.seconds(since: at))
        }
        let records = book.withoutEchoes.filter { isRecent($0.at) }.compactMap(cause)
        let others = happened.items.filter { isRecent($0.entry.at) }.compactMap(\.cause)
        return (records + others).sorted { $0.at < $1.at }
    }

    /// The aftermath as it was when a later cause took over; nil: the rate is its own work.
    ///
    /// A later cause takes over when the rate had been as before until then, or fell notably below what it was
    /// then. What the rate was is counted between the two, in ten seconds at most.
    func ended(
        _ aftermath: Aftermath, of cause: DropCause, by later: [DropCause], at now: Timestamp
    ) -> Aftermath? {
        guard let before = aftermath.hitRateBefore else { return nil }
        for next in later where next.at > cause.at && next.reaches(cause) {
            let first = max(
                TimeBuckets.index(of: cause.at), TimeBuckets.index(of: next.at) - 100)
            let last = TimeBuckets.index(of: next.at) - 1
            let counts = cause.slots.reduce(into: HitCounts()) {
                $0 += buckets.sum(slot: $1, after: first, upTo: last)
            }
            guard counts.lookups >= Self.leastLookups, let then = CountedRate(counts) else {
                continue
            }
            let since = lowest(of: cause.slots, from: next.at, to: now, than: then)
            let fell =
                since.map { since in
                    then.rate - since.rate > Aftermath.notableDrop
                        && RateFall(before: then, now: since).isCertain
                } ?? false
            guard fell || before - then.rate <= Self.sameRate else { continue }
            var ended = aftermath
            (ended.followedUntil, ended.now) = (next.at, then)
            ended.lowest = ownLowest(aftermath, of: cause, until: next.at, then: then, since)
            return ended
        }
        return nil
    }

    /// The lowest rate before a later cause took over. What came since is not its own; of what lies longer ago
    /// than the buckets reach the lowest that was noted counts, where it is clearly lower than what came since.
    private func ownLowest(
        _ aftermath: Aftermath, of cause: DropCause, until end: Timestamp, then: CountedRate,
        _ since: CountedRate?
    ) -> CountedRate? {
        let before = aftermath.before
        let counted = CountedRate.lower(
            lowest(of: cause.slots, from: cause.at, to: end.adding(seconds: -0.1), than: before),
            then, than: before)
        guard end.seconds(since: cause.at) > Self.countedSeconds,
            let noted = aftermath.lowest, noted.rate < (since?.rate ?? 1) - Self.sameRate
        else { return counted }
        return .lower(noted, counted, than: before)
    }

    private static let countedSeconds = 170.0

    /// Of any ten seconds that end between two moments, of the last of them at most; nil: no look-ups.
    private func lowest(
        of slots: [Int], from start: Timestamp, to end: Timestamp, than before: CountedRate?
    ) -> CountedRate? {
        let last = TimeBuckets.index(of: end)
        let first = max(
            TimeBuckets.index(of: start) + 9, last - Int64(Self.countedSeconds * 10))
        guard first <= last else { return nil }
        return stride(from: last, through: first, by: -10).compactMap {
            rate(of: slots, endingAt: $0, seconds: 10)
        }.reduce(nil as CountedRate?) { .lower($0, $1, than: before) }
    }
}

extension HappeningBook.Item {
    /// nil: it does nothing to the hit rate.
    var cause: DropCause? {
        slots.map {
            DropCause(
                at: entry.at, slots: $0, keys: entry.keys,
                emptiesDatabase: entry.kind == .flush || entry.kind == .restart)
        }
    }
}
