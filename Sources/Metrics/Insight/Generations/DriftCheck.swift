/// Finds where a counter and its keys do not go together: by what was looked up since the counter has its
/// value, and by what a sweep found.
///
/// Nothing is judged by look-ups of a time in which the value is not known: they count from two seconds
/// after it was seen, up to the newest poll that saw it.
struct DriftCheck {
    /// Look-ups that are enough to say that something never appears.
    static let enough: UInt64 = 20
    /// Seconds that a new value may take to reach all instances.
    static let patience = 2.0
    /// The same before a part of them is said to stay behind, and the part.
    static let longPatience = 10.0
    static let notableShare = 0.05
    /// An hour after it, a fall is history.
    static let recent = 3600.0

    let history: History
    let index: Int
    let now: Timestamp

    private var counter: CounterHistory { history.counters[index] }

    var drifts: [Drift] {
        guard counter.state.isFresh, let readAt = counter.state.moment,
            var heldSince = counter.heldSince
        else { return [] }
        // The tally keeps few invalidations: of many bumps the newest are only here.
        if let bump = history.insight?.bumps[safe: index]?.last, bump <= readAt {
            heldSince = max(heldSince, bump)
        }
        let resources = history.resources(ofCounter: index)
        guard let value = counter.value else {
            return counter.reading == .absent ? missing(resources, since: heldSince) : []
        }
        let ofResources = resources.flatMap {
            judge($0, value, heldSince: heldSince, readAt: readAt)
        }
        return fallen(value) + above(resources, value, readAt: readAt) + ofResources
    }

    private func drift(_ kind: Drift.Kind, _ resource: Int? = nil) -> Drift {
        var drift = Drift(kind, counter: counter.key, value: counter.value)
        drift.resource = resource.map { history.policy.resources[$0].name }
        return drift
    }

    // MARK: What is looked up

    private func lookups(
        _ resource: Int, after begin: Timestamp, upTo end: Timestamp
    ) -> [Int64: UInt64] {
        history.finding(ofResource: resource)?.generations?.counts(after: begin, upTo: end) ?? [:]
    }

    private func judge(
        _ resource: Int, _ value: Int64, heldSince: Timestamp, readAt: Timestamp
    ) -> [Drift] {
        let counts = lookups(
            resource, after: heldSince.adding(seconds: Self.patience), upTo: readAt)
        let all = counts.values.reduce(0, +)
        guard all >= Self.enough else {
            return swept(resource, value, heldSince: heldSince).map { [$0] } ?? []
        }
        let older = counts.filter { $0.key < value && $0.key != LineageKey.noGeneration }
        let unversioned = counts[LineageKey.noGeneration] ?? 0
        if unversioned == all, counter.changedAt != nil {
            var found = drift(.keysWithoutGeneration, resource)
            (found.lookups, found.share, found.cause) = (all, 1, .keyFormat)
            return [found.saying()]
        }
        let count = older.values.reduce(0, +)
        if counts[value] == nil, count >= Self.enough, count + unversioned == all {
            var found = drift(.currentNeverAppears, resource)
            found.generation = older.max { $0.value < $1.value }?.key
            (found.lookups, found.share) = (count, Double(count) / Double(all))
            (found.since, found.cause) = (heldSince, .apiCachesCounter)
            return [found.saying()]
        }
        let seenSince = max(heldSince, counter.seenSince ?? readAt)
        return staying(resource, value, seenSince: seenSince, readAt: readAt).map { [$0] } ?? []
    }

    /// A part of the look-ups that asks for an older generation still.
    /// - Parameter seenSince: before, the counter may have been raised without an event.
    private func staying(
        _ resource: Int, _ value: Int64, seenSince: Timestamp, readAt: Timestamp
    ) -> Drift? {
        let counts = lookups(
            resource, after: seenSince.adding(seconds: Self.longPatience), upTo: readAt)
        let all = counts.values.reduce(0, +)
        let older = counts.filter { $0.key < value && $0.key != LineageKey.noGeneration }
        let count = older.values.reduce(0, +)
        guard count >= Self.enough, Double(count) >= Self.notableShare * Double(all) else {
            return nil
        }
        var found = drift(.olderStillAsked, resource)
        found.generation = older.max { $0.value < $1.value }?.key
        (found.lookups, found.share) = (count, Double(count) / Double(all))
        (found.since, found.cause) = (seenSince, .apiCachesCounter)
        return found.saying()
    }

    // MARK: What a sweep found

    /// Where look-ups say nothing: a whole TTL after the change only older keys are there, which must have
    /// been written since.
    private func swept(_ resource: Int, _ value: Int64, heldSince: Timestamp) -> Drift? {
        guard let survey = history.lifeSurvey, survey.isComplete, counter.changedAt != nil else {
            return nil
        }
        let slot = survey.slots[resource]
        let ttl = Double(history.policy.resources[resource].ttlSeconds)
        guard survey.startedAt.seconds(since: heldSince) > ttl + Self.patience,
            slot.ttl.sampled == slot.keys, slot.ttl.overPolicy == 0
        else { return nil }
        let there = slot.generations.filter { $0.value.keys > $0.value.withoutExpiry }
        guard !there.isEmpty, there.keys.allSatisfy({ $0 < value }) else { return nil }
        var found = drift(.currentNeverAppears, resource)
        found.generation = there.keys.max()
        found.keys = UInt64(there.values.reduce(0) { $0 + $1.keys - $1.withoutExpiry })
        (found.since, found.cause) = (heldSince, .apiCachesCounter)
        return found.saying()
    }

    private func above(_ resources: [Int], _ value: Int64, readAt: Timestamp) -> [Drift] {
        resources.compactMap { resource in
            var found = drift(.keysAboveCounter, resource)
            // A key that was met before the counter was read can't have been raised since.
            let met = (history.survey?.slots[resource].generations ?? [:]).filter {
                $0.key > value && $0.value.isThere(at: now)
                    && $0.value.foundAt.map { $0 <= readAt } ?? false
            }
            let asked = lookups(
                resource, after: (counter.heldSince ?? readAt).adding(seconds: Self.patience),
                upTo: readAt
            ).filter { $0.key > value }
            guard let highest = (met.map(\.key) + asked.map(\.key)).max() else { return nil }
            found.generation = highest
            if !met.isEmpty { found.keys = UInt64(met.values.reduce(0) { $0 + $1.keys }) }
            if !asked.isEmpty { found.lookups = asked.values.reduce(0, +) }
            found.since = counter.fall?.at
            found.cause = counter.fall.flatMap { causes.ofLoss(at: $0.at) ?? .overwritten }
            return found.saying()
        }
    }

    // MARK: The counter itself

    private var causes: CounterLoss { CounterLoss(history) }

    private func missing(_ resources: [Int], since heldSince: Timestamp) -> [Drift] {
        let swept = resources.flatMap { resource in
            (history.survey?.slots[resource].generations ?? [:]).filter {
                $0.value.isThere(at: now)
            }.map { ($0.key, $0.value.keys) }
        }
        // Without a counter the API's generation is 1.
        let versioned = swept.filter { $0.0 > 1 }
        guard counter.lastValue != nil || !versioned.isEmpty else { return [] }
        var found = drift(.counterMissing)
        found.formerValue = counter.lastValue
        found.generation = versioned.map(\.0).max()
        if !versioned.isEmpty { found.keys = UInt64(versioned.reduce(0) { $0 + $1.1 }) }
        if counter.lastValue != nil {
            found.since = counter.changedAt
            found.cause = counter.changedAt.flatMap { causes.ofLoss(at: $0) } ?? .deleted
        }
        return [found.saying()]
    }

    private func fallen(_ value: Int64) -> [Drift] {
        guard let fall = counter.fall, now.seconds(since: fall.at) <= Self.recent,
            value < fall.from
        else { return [] }
        var found = drift(.counterWentBack)
        (found.formerValue, found.since) = (fall.from, fall.at)
        found.cause = causes.ofLoss(at: fall.at) ?? .overwritten
        return [found.saying()]
    }
}

extension History {
    func drifts(at now: Timestamp) -> [Drift] {
        counters.indices.flatMap { DriftCheck(history: self, index: $0, now: now).drifts }
    }
}
