// What several rules ask of a snapshot.

extension Snapshot {
    /// What happened within the last ten minutes.
    func recent(_ kind: TimelineEntry.Kind) -> [TimelineEntry] {
        timeline.filter { $0.kind == kind && takenAt.seconds(since: $0.until ?? $0.at) <= 600 }
    }

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

extension TimelineEntry {
    /// What it did to the hit rate.
    var rateEvidence: [String: Evidence?] {
        [
            "hitRateBefore": hitRateBefore.map { .number($0) },
            "hitRateLowest": hitRateLowest.map { .number($0) },
            "hitRateNow": hitRateAfter.map { .number($0) },
        ]
    }

    /// By how much the hit rate fell, where that is notable.
    var notableDrop: Double? {
        guard aftermath?.severity != nil, let hitRateBefore, let hitRateLowest else { return nil }
        return hitRateBefore - hitRateLowest
    }

    var timeOfDay: String { at.timeOfDay() + " UTC" }
}
