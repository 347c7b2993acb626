/// Removals that events announced, in seconds of the last two minutes: how many keys they named, and
/// whether one named a pattern, of which the number of keys is not known.
struct AnnouncementLog: Sendable {
    private static let seconds: Int64 = 120

    struct Second: Sendable, Hashable {
        var keys: UInt64 = 0
        /// Of them those that a cachetop published, whose records say the same.
        var own: UInt64 = 0
        var hasPattern = false
    }

    private var bySecond: [Int64: Second] = [:]

    mutating func add(_ tally: EventTally) {
        for event in tally.invalidations {
            let second = event.at.milliseconds / 1000
            var counts = bySecond[second] ?? Second()
            switch event.outcome {
            case .purge:
                counts.keys = saturatingSum(counts.keys, 1)
                if event.source.map(KeyText.text) == PurgeAnnouncement.source {
                    counts.own = saturatingSum(counts.own, 1)
                }
            case .purgeGlob: counts.hasPattern = true
            case .bump, .hit, .miss, .fill: continue
            }
            bySecond[second] = counts
        }
        if tally.invalidationsOmitted > 0, let at = tally.newest {
            let second = at.milliseconds / 1000
            bySecond[second, default: Second()].keys = saturatingSum(
                bySecond[second]?.keys ?? 0, UInt64(tally.invalidationsOmitted))
        }
        guard bySecond.count > Int(Self.seconds), let newest = bySecond.keys.max() else { return }
        bySecond = bySecond.filter { $0.key > newest - Self.seconds }
    }

    func sum(from start: Timestamp, to end: Timestamp) -> Second {
        var sum = Second()
        let range = (start.milliseconds / 1000)...max(start, end).milliseconds / 1000
        for (second, counts) in bySecond where range.contains(second) {
            sum.keys = saturatingSum(sum.keys, counts.keys)
            sum.own = saturatingSum(sum.own, counts.own)
            sum.hasPattern = sum.hasPattern || counts.hasPattern
        }
        return sum
    }
}
