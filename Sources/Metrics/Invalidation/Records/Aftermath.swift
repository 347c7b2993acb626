/// What an invalidation did to the hit rate of the resources that it affected.
package struct Aftermath: Sendable, Hashable, Codable {
    /// In the minute before it; nil without look-ups then.
    @Nullable package var hitRateBefore: Double?
    /// The lowest of the other two and of any ten seconds that ended since; nil without look-ups.
    @Nullable package var hitRateLowest: Double?
    /// In the last ten seconds; once the rate had come back, in those of that moment, and after ten minutes in
    /// the last of them.
    @Nullable package var hitRateNow: Double?
    /// When the rate had come back after a notable drop; null: it has not, or did not drop.
    @Nullable package var recoveredAt: Timestamp?

    package init(
        hitRateBefore: Double? = nil, hitRateLowest: Double? = nil, hitRateNow: Double? = nil,
        recoveredAt: Timestamp? = nil
    ) {
        self.hitRateBefore = hitRateBefore
        self.hitRateLowest = hitRateLowest
        self.hitRateNow = hitRateNow
        self.recoveredAt = recoveredAt
    }

    /// As it is shown: the lowest is never above the rates beside it. What is remembered is the lowest
    /// since, since the rate before may still change.
    var shown: Aftermath {
        var shown = self
        shown.hitRateLowest = hitRateLowest.map { lowest in
            min(lowest, hitRateBefore ?? lowest, hitRateNow ?? lowest)
        }
        return shown
    }

    /// The rate has not been lower since. Not known without look-ups on either side.
    package var isWithoutDrop: Bool {
        guard let lowest = hitRateLowest, let before = hitRateBefore else { return false }
        return lowest >= before
    }

    var isEmpty: Bool { hitRateBefore == nil && hitRateLowest == nil && hitRateNow == nil }
}

extension History {
    /// After each poll: the lowest ten seconds so far of every invalidation that is remembered.
    mutating func followAftermath(at now: Timestamp) {
        let bucket = now.milliseconds / TimeBuckets.width
        let recent = recentCounts(endingAt: bucket)
        for (index, record) in book.records.enumerated() {
            book.setAftermath(aftermath(of: record, recent: recent, at: now), at: index)
        }
    }

    /// The hits and misses of the last ten seconds, by slot.
    func recentCounts(endingAt bucket: Int64) -> [HitCounts] {
        (0..<grammar.slots).map { buckets.sum(slot: $0, endingAt: bucket, seconds: 10) }
    }

    /// nil for what changed nothing, and without traffic.
    func aftermath(
        of record: InvalidationRecord, recent: [HitCounts], at now: Timestamp
    ) -> Aftermath? {
        let slots = (record.resources ?? []).compactMap { policy.index(of: $0) }
        guard record.changedSomething, !slots.isEmpty else { return nil }
        return aftermath(record.aftermath, of: slots, since: record.at, recent: recent, at: now)
    }

    /// - Parameter known: what was known of it so far.
    func aftermath(
        _ known: Aftermath?, of slots: [Int], since at: Timestamp, recent: [HitCounts],
        at now: Timestamp
    ) -> Aftermath? {
        let age = now.seconds(since: at)
        // What was read of an earlier time: the ring has forgotten the minute before.
        guard known != nil || age < Self.ringSeconds else { return nil }
        // What comes later is another happening's.
        if let known, known.recoveredAt != nil || age > Self.followedSeconds { return known }
        var result = known ?? Aftermath()
        // Events of the minute before may still be on their way; later the ring forgets them.
        if known == nil || age < 5 {
            let end = TimeBuckets.index(of: at) - 1
            result.hitRateBefore = rate(of: slots, endingAt: end, seconds: 60)
        }
        if known == nil, age > 1, age <= 60 {
            // It was found out later.
            let rates = (1...Int(age)).compactMap { second in
                rate(
                    of: slots, endingAt: TimeBuckets.index(of: at) + Int64(second * 10), seconds: 10
                )
            }
            result.hitRateLowest = rates.min()
        }
        result.hitRateNow = rate(slots.map { recent[$0] })
        if now > at, let rate = result.hitRateNow {
            result.hitRateLowest = min(result.hitRateLowest ?? rate, rate)
            if result.recoveredAt == nil, result.severity != nil, let before = result.hitRateBefore,
                rate >= before - Self.sameRate
            {
                result.recoveredAt = now
            }
        }
        return result.isEmpty ? nil : result
    }

    /// So long a drop may be its work.
    private static let followedSeconds = 600.0
    /// So far back the minute before a moment is surely in the ring of buckets.
    private static let ringSeconds = 230.0
    /// Within two points a rate is the same.
    private static let sameRate = 0.02

    private func rate(of slots: [Int], endingAt bucket: Int64, seconds: Int) -> Double? {
        rate(slots.map { buckets.sum(slot: $0, endingAt: bucket, seconds: seconds) })
    }

    private func rate(_ counts: [HitCounts]) -> Double? {
        var sum = HitCounts()
        for part in counts { sum += part }
        return sum.hitRate
    }
}
