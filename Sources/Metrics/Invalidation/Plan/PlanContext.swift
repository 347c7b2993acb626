/// What a dashboard knows anyway and hands to the planner, so that nothing is asked twice. The
/// command line has none: there the planner reads the stream and counts by itself.
package struct PlanContext: Sendable, Hashable {
    /// Hits per second by resource, of the last minute or what is covered of it; nil without an
    /// event source that has covered anything.
    package var hitsPerSecond: [String: Double]?
    /// How long a time they are of.
    package var hitSeconds: Double?
    /// For each resource whose counter the scope raises, what the last survey says; a generation
    /// without `sweptAt` was not surveyed yet.
    package var generations: [BlastRadius.Generation]
    /// Invalidations of the last ten minutes that touched the same, newest first; those under way
    /// are among them.
    package var recent: [InvalidationRecord]

    package init(
        hitsPerSecond: [String: Double]? = nil, hitSeconds: Double? = nil,
        generations: [BlastRadius.Generation] = [], recent: [InvalidationRecord] = []
    ) {
        self.hitsPerSecond = hitsPerSecond
        self.hitSeconds = hitSeconds
        self.generations = generations
        self.recent = recent
    }
}

extension History {
    /// - Parameter moment: the server's clock.
    package func planContext(for scope: InvalidationScope, at moment: Timestamp) -> PlanContext {
        var context = PlanContext()
        let bucket = moment.milliseconds / TimeBuckets.width
        // Of a source that has fallen silent the newest hits are missing: the plan asks itself.
        if eventsEnd == nil, let covered = coveredSeconds(60, endingAt: moment), covered >= 1,
            isUnderstood(at: moment)
        {
            context.hitSeconds = covered
            var rates: [String: Double] = [:]
            for (slot, resource) in policy.resources.enumerated() {
                let counts = buckets.sum(slot: slot, endingAt: bucket, seconds: 60)
                rates[resource.name] = Rate.perSecond(Double(counts.hits), seconds: covered)
            }
            context.hitsPerSecond = rates
        }
        let raised = policy.countersRaised(by: scope)
        for (slot, resource) in policy.resources.enumerated() {
            guard let counter = resource.counter, raised.contains(counter) else { continue }
            let key = policy.key(ofCounter: counter)
            let known = counters.first { $0.key == key }
            let value = known?.value
            var generation = BlastRadius.Generation(
                resource: resource.name, counter: key, value: value)
            // An old value may name another generation than the one that dies; of a value that is newer than
            // the survey no key was met.
            let isSurveyed =
                known?.changedAt.map { $0 <= survey?.startedAt ?? $0 } ?? true
            if let survey, isSurveyed, known?.state.isFresh == true || known?.state.moment == nil {
                generation.take(
                    survey, slot: slot, resource: resource, uncoveredGo: scope.kind == .global)
            }
            context.generations.append(generation)
        }
        context.recent = book.withoutEchoes.filter { abs(moment.seconds(since: $0.at)) <= 600 }
            .compactMap { $0.recent(for: scope, by: grammar) }.sorted { $0.at > $1.at }
        return context
    }
}

extension BlastRadius.Generation {
    /// What a survey found of the dying generation and of those that it will not reach.
    /// - Parameter uncoveredGo: the plan removes the keys without a generation by themselves.
    package mutating func take(
        _ survey: KeyspaceSurvey, slot: Int, resource: Resource, uncoveredGo: Bool = false
    ) {
        guard survey.hasFindings, slot < survey.slots.count else { return }
        sweptAt = survey.takenAt
        estimated = survey.isEstimated(ttlSeconds: resource.ttlSeconds)
        let found = survey.slots[slot]
        // A missing counter is generation 1 to the API.
        let dying = value ?? 1
        let entry = found.generations[dying] ?? KeyspaceSurvey.Generation()
        keys = survey.extrapolated(entry.keys)
        bytes = survey.extrapolated(bytes: entry.bytes, keys: entry.keys, of: entry.measured)
        func sum(_ isMeant: (Int64) -> Bool) -> Int {
            found.generations.filter { isMeant($0.key) }.reduce(0) { $0 + $1.value.keys }
        }
        let rest = uncoveredGo ? sum { $0 > dying } : found.keys - sum { $0 <= dying }
        notAffected = survey.extrapolated(max(0, rest))
    }
}
