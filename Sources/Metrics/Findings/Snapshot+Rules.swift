// What several rules ask of a snapshot.

extension Snapshot {
    /// What happened within the last ten minutes.
    func recent(_ kind: TimelineEntry.Kind) -> [TimelineEntry] {
        timeline.filter { $0.kind == kind && takenAt.seconds(since: $0.until ?? $0.at) <= 600 }
    }

    /// When what it did was over: the rate was back, another happening took over, or there was no drop.
    /// nil: it is not.
    func end(of entry: TimelineEntry) -> Timestamp? {
        if let end = entry.recoveredAt ?? entry.followedUntil { return end }
        let end = entry.until ?? entry.at
        // A drop may be seen late.
        guard entry.notableDrop == nil, takenAt.seconds(since: end) >= Self.lateSeconds else {
            return nil
        }
        return end
    }

    private static var lateSeconds: Double { 60 }

    /// A share of a resource's look-ups as one of all, by the last five minutes.
    func impact(of resource: ResourceReport, share: Double = 1) -> Double? {
        guard let mine = resource.windows.lookups(seconds: 300),
            let all = total.windows.lookups(seconds: 300), all > 0
        else { return nil }
        return Double(mine) / Double(all) * share
    }

    func report(_ name: String?) -> ResourceReport? {
        name.flatMap { name in resources.first { $0.name == name } }
    }
}

extension [Window] {
    func lookups(seconds: Int) -> UInt64? {
        first { $0.seconds == seconds }.map { saturatingSum($0.hits, $0.misses) }
    }

    func misses(seconds: Int) -> UInt64? { first { $0.seconds == seconds }?.misses }
}

extension Snapshot {
    /// What it did to the hit rate, and what the rate is now, in the last ten seconds. While that is not known,
    /// or where something else took over, only what the rate was before.
    func rateEvidence(of entry: TimelineEntry) -> [String: Evidence?] {
        let before = ["hitRateBefore": entry.hitRateBefore.map { Evidence.number($0) }]
        guard entry.aftermath?.effect(of: entry.at, at: takenAt).isKnown == true else {
            return before
        }
        let effect: [String: Evidence?] = [
            "hitRateLowest": entry.hitRateLowest.map { .number($0) },
            "recoveredAt": entry.recoveredAt.map { .moment($0) },
            "hitRateNow": hitRateNow(of: entry).map { .number($0) },
        ]
        return before.merging(effect) { $1 }
    }

    /// Of the resources that it concerns, of all where these are not known.
    private func hitRateNow(of entry: TimelineEntry) -> Double? {
        guard entry.hitRateBefore != nil else { return nil }
        let names = Set(entry.parts.map(\.resource) + [entry.resource].compactMap(\.self))
        let concerned = resources.filter { names.contains($0.name) }
        guard !concerned.isEmpty else { return total.windows.hitRate(seconds: 10) }
        let counts = concerned.compactMap { report in
            report.windows.first { $0.seconds == 10 }
        }.reduce(into: HitCounts()) { $0 += HitCounts(hits: $1.hits, misses: $1.misses) }
        return counts.hitRate
    }
}

extension TimelineEntry {

    /// By how much the hit rate fell, where that is notable.
    var notableDrop: Double? {
        guard aftermath?.severity != nil, let hitRateBefore, let hitRateLowest else { return nil }
        return hitRateBefore - hitRateLowest
    }

    var timeOfDay: String { at.timeOfDay() + " UTC" }
}
