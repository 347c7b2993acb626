/// Keys by slot, as a whole sweep found them.
struct SweepCounts: Sendable, Hashable {
    var begin: Timestamp
    var end: Timestamp
    var keys: [UInt64]

    /// nil: a part of the keyspace, or repeats of SCAN among the keys.
    init?(_ survey: KeyspaceSurvey) {
        guard survey.isComplete, survey.isDistinct else { return nil }
        (begin, end) = (survey.startedAt, survey.takenAt)
        keys = survey.slots.map { UInt64(max(0, $0.keys)) }
    }

    /// By how much each slot has fewer keys than in an earlier sweep, largest first; what expires and comes
    /// in the usual course is left out.
    func losses(since earlier: SweepCounts, names: [String]) -> [TimelineEntry.Part] {
        zip(earlier.keys, keys).enumerated().compactMap { index, pair in
            let (before, after) = pair
            guard before > after, before - after >= max(10, before / 10) else { return nil }
            let name = names.indices.contains(index) ? names[index] : "unclassified"
            return TimelineEntry.Part(resource: name, keys: before - after)
        }.sorted { $0.keys > $1.keys }
    }
}
