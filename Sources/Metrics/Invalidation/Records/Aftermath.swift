/// What an invalidation did to the hit rate of the resources that it affected.
package struct Aftermath: Sendable, Hashable, Codable {
    /// In the minute before it, and before what its author did to the same resources just before; nil without
    /// look-ups then.
    @Nullable package var hitRateBefore: Double?
    /// The lowest of the other two and of any ten seconds that ended since; nil without look-ups.
    @Nullable package var hitRateLowest: Double?
    /// In the last ten seconds; once the rate had come back, in those of that moment, and after ten minutes in
    /// the last of them; where `followedUntil` is set, in those before it.
    @Nullable package var hitRateNow: Double?
    /// Of how many look-ups these rates are: of few a lower one is chance. null: not known.
    @Nullable package var lookupsBefore: UInt64?
    @Nullable package var lookupsLowest: UInt64?
    @Nullable package var lookupsNow: UInt64?
    /// When the rate had come back after a notable drop; null: it has not, or did not drop.
    @Nullable package var recoveredAt: Timestamp?
    /// When the rates stopped to be followed: something else made the rate fall, or ten minutes were over.
    /// null: they are followed, or the rate had come back.
    @Nullable package var followedUntil: Timestamp?
    /// When the alert of a fallen hit rate was first put down to it; null: it was not.
    @Nullable package var alertedAt: Timestamp?

    package init(
        hitRateBefore: Double? = nil, hitRateLowest: Double? = nil, hitRateNow: Double? = nil,
        recoveredAt: Timestamp? = nil, followedUntil: Timestamp? = nil
    ) {
        self.hitRateBefore = hitRateBefore
        self.hitRateLowest = hitRateLowest
        self.hitRateNow = hitRateNow
        self.recoveredAt = recoveredAt
        self.followedUntil = followedUntil
    }

    /// As it is shown: the lowest is never above the rates beside it. What is remembered is the lowest
    /// since, since the rate before may still change.
    var shown: Aftermath {
        var shown = self
        // A rate of few look-ups does not take the place of one that fell for certain.
        if let now, !isLowestCertain || isNowCertain, now.rate < hitRateLowest ?? 0 {
            shown.lowest = now
        }
        if let before, before.rate < shown.hitRateLowest ?? 0 { shown.lowest = before }
        return shown
    }

    var before: CountedRate? {
        get { Self.rate(hitRateBefore, lookupsBefore) }
        set { (hitRateBefore, lookupsBefore) = (newValue?.rate, newValue?.lookups) }
    }

    var lowest: CountedRate? {
        get { Self.rate(hitRateLowest, lookupsLowest) }
        set { (hitRateLowest, lookupsLowest) = (newValue?.rate, newValue?.lookups) }
    }

    var now: CountedRate? {
        get { Self.rate(hitRateNow, lookupsNow) }
        set { (hitRateNow, lookupsNow) = (newValue?.rate, newValue?.lookups) }
    }

    /// An older cachetop did not say of how many: then it counts as of very many.
    private static func rate(_ rate: Double?, _ lookups: UInt64?) -> CountedRate? {
        rate.map { CountedRate(rate: $0, lookups: lookups ?? UInt64(UInt32.max)) }
    }

    /// Whether the lowest rate is lower than before by more than chance; false where one is not known.
    package var isLowestCertain: Bool { isCertain(lowest) }

    /// The same of the rate of now.
    package var isNowCertain: Bool { isCertain(now) }

    private func isCertain(_ rate: CountedRate?) -> Bool {
        guard let before, let rate else { return false }
        return RateFall(before: before, now: rate).isCertain
    }

    /// What comes later is another happening's.
    var isOver: Bool { recoveredAt != nil || followedUntil != nil }

    var isEmpty: Bool { hitRateBefore == nil && hitRateLowest == nil && hitRateNow == nil }
}

extension History {
    /// After each poll: the lowest ten seconds so far of every invalidation that is remembered.
    mutating func followAftermath(at now: Timestamp) {
        let bucket = now.milliseconds / TimeBuckets.width
        let recent = recentCounts(endingAt: bucket)
        let later = recentCauses(at: now)
        let beginnings = GroupBeginnings(book.withoutEchoes, at: now)
        for (index, record) in book.records.enumerated() {
            let found = aftermath(
                of: record, since: beginnings[record], recent: recent, later: later, at: now)
            book.setAftermath(found, at: index)
        }
    }

    /// The hits and misses of the last ten seconds, by slot.
    func recentCounts(endingAt bucket: Int64) -> [HitCounts] {
        (0..<grammar.slots).map { buckets.sum(slot: $0, endingAt: bucket, seconds: 10) }
    }

    /// nil for what changed nothing, and without traffic.
    /// - Parameter beginning: before what its rate before is counted.
    func aftermath(
        of record: InvalidationRecord, since beginning: Timestamp, recent: [HitCounts],
        later: [DropCause], at now: Timestamp
    ) -> Aftermath? {
        guard var cause = cause(record) else { return nil }
        cause.groupBegan = beginning
        return aftermath(record.aftermath, of: cause, recent: recent, later: later, at: now)
    }

    /// - Parameters:
    ///   - known: what was known of it so far.
    ///   - later: what happened lately, and may have made the rate fall instead.
    func aftermath(
        _ known: Aftermath?, of cause: DropCause, recent: [HitCounts], later: [DropCause],
        at now: Timestamp
    ) -> Aftermath? {
        let (at, slots) = (cause.at, cause.slots)
        let age = now.seconds(since: at)
        // What was read of an earlier time: the ring has forgotten the minute before.
        guard known != nil || age < Self.ringSeconds else { return nil }
        // What comes later is another happening's.
        if var known, known.isOver || age > Self.followedSeconds {
            if !known.isOver { known.followedUntil = at.adding(seconds: Self.followedSeconds) }
            return known
        }
        var result = begun(known, of: cause, age: age)
        result.now = CountedRate(sum(slots.map { recent[$0] }))
        if now > at, let rate = result.hitRateNow {
            result.lowest = .lower(result.lowest, result.now, than: result.before)
            if result.recoveredAt == nil, result.severity != nil, let before = result.hitRateBefore,
                rate >= before - Self.sameRate
            {
                result.recoveredAt = now
            }
        }
        if result.recoveredAt == nil, result.severity != nil,
            var ended = ended(result, of: cause, by: later, at: now)
        {
            // What was an alert stays a drop, whoever else had a part in it.
            if let known, known.alertedAt != nil, ended.severity == nil {
                ended.lowest = .lower(known.lowest, ended.lowest, than: ended.before)
            }
            return ended
        }
        return result.isEmpty ? nil : result
    }

    /// With the rate before, and the lowest since where it was found out later.
    private func begun(_ known: Aftermath?, of cause: DropCause, age: Double) -> Aftermath {
        let (at, slots) = (cause.at, cause.slots)
        var result = known ?? Aftermath()
        // Events of the minute before may still be on their way; later the ring forgets them.
        if known == nil || age < 5 {
            let end = TimeBuckets.index(of: cause.groupBegan ?? at) - 1
            result.before = rate(of: slots, endingAt: end, seconds: 60)
        }
        if known == nil, age > 1, age <= 60 {
            // It was found out later.
            let rates = (1...Int(age)).compactMap { second in
                rate(
                    of: slots, endingAt: TimeBuckets.index(of: at) + Int64(second * 10), seconds: 10
                )
            }
            result.lowest = rates.reduce(nil as CountedRate?) {
                .lower($0, $1, than: result.before)
            }
        }
        return result
    }

    /// So long a drop may be its work.
    private static let followedSeconds = 600.0
    /// So far back the minute before a moment is surely in the ring of buckets.
    private static let ringSeconds = 230.0
    /// Within two points a rate is the same.
    static let sameRate = 0.02

    func rate(of slots: [Int], endingAt bucket: Int64, seconds: Int) -> CountedRate? {
        CountedRate(
            sum(slots.map { buckets.sum(slot: $0, endingAt: bucket, seconds: seconds) }))
    }

    private func sum(_ counts: [HitCounts]) -> HitCounts {
        counts.reduce(into: HitCounts()) { $0 += $1 }
    }
}
