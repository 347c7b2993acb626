/// What an invalidation did to the hit rate of the resources that it affected.
package struct Aftermath: Sendable, Hashable, Codable {
    /// In the minute before it; nil without look-ups then.
    @Nullable package var hitRateBefore: Double?
    /// The lowest of the other two and of any ten seconds that ended since; nil without look-ups.
    @Nullable package var hitRateLowest: Double?
    /// In the last ten seconds.
    @Nullable package var hitRateNow: Double?

    package init(
        hitRateBefore: Double? = nil, hitRateLowest: Double? = nil, hitRateNow: Double? = nil
    ) {
        self.hitRateBefore = hitRateBefore
        self.hitRateLowest = hitRateLowest
        self.hitRateNow = hitRateNow
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
        var result = record.aftermath ?? Aftermath()
        // Events of the minute before may still be on their way; later the ring forgets them.
        if record.aftermath == nil || now.seconds(since: record.at) < 5 {
            let end = TimeBuckets.index(of: record.at) - 1
            result.hitRateBefore = rate(
                slots.map {
                    buckets.sum(slot: $0, endingAt: end, seconds: 60)
                })
        }
        result.hitRateNow = rate(slots.map { recent[$0] })
        if now > record.at, let rate = result.hitRateNow {
            result.hitRateLowest = min(result.hitRateLowest ?? rate, rate)
        }
        return result.isEmpty ? nil : result
    }

    private func rate(_ counts: [HitCounts]) -> Double? {
        var sum = HitCounts()
        for part in counts { sum += part }
        return sum.hitRate
    }
}
