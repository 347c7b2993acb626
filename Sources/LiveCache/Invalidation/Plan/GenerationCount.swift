import Metrics
import RedisClient

/// What a bump leaves dead, counted for a plan where no dashboard's sweep has: the keys of the
/// resources whose counter is raised, by generation, for 5 s at most (then an estimate).
struct GenerationCount {
    static let measured = 500

    let grammar: KeyGrammar
    let own: OwnLookups?
    let clock: ServerClock
    let raised: [String]
    /// Keys without a generation are removed by the plan itself.
    let uncoveredGo: Bool

    private var policy: CachePolicy { grammar.policy }

    mutating func run(
        _ connection: RedisConnection, databaseKeys: UInt64?
    ) async throws(RedisError) -> [BlastRadius.Generation] {
        let values = try await self.values(connection)
        let slots = policy.resources.indices.filter {
            policy.resources[$0].counter.map(raised.contains) ?? false
        }
        var result: [BlastRadius.Generation] = []
        for slot in slots {
            let resource = policy.resources[slot]
            let counter = policy.key(ofCounter: resource.counter ?? "")
            var generation = BlastRadius.Generation(
                resource: resource.name, counter: counter, value: values[counter])
            do throws(RedisError) {
                try await count(
                    &generation, slot, connection, databaseKeys: databaseKeys,
                    seconds: PlanSurvey.countSeconds / Double(slots.count))
            } catch {
                // SCAN may be refused: then it is not known, but the bump is still possible.
                if !error.isServerReply { throw error }
            }
            result.append(generation)
        }
        return result
    }

    /// Counters that are integers, by key.
    private func values(
        _ connection: RedisConnection
    ) async throws(RedisError) -> [String: Int64] {
        let keys = raised.map { policy.key(ofCounter: $0) }
        do throws(RedisError) {
            let values = try await CounterValues(own: own).read(
                keys.map { Array($0.utf8) }, connection)
            let pairs = zip(keys, values).compactMap { key, value in value.map { (key, $0) } }
            return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        } catch {
            guard error.isServerReply else { throw error }
            return [:]
        }
    }

    private func count(
        _ generation: inout BlastRadius.Generation, _ slot: Int, _ connection: RedisConnection,
        databaseKeys: UInt64?, seconds: Double
    ) async throws(RedisError) {
        let resource = policy.resources[slot]
        let began = ServerClock.monotonicSeconds()
        var survey = KeyspaceSurvey(policy: policy, startedAt: clock.now)
        var seen: Set<Int>? = []
        var dying: [[UInt8]] = []
        let value = generation.value ?? 1
        var scan = KeyScan(glob: grammar.sieve(ofResource: slot))
        let now = clock.now
        let isWhole = try await scan.run(connection) { keys, _ in
            for key in KeyspaceSweep.fresh(keys, &seen)
            where grammar.classify(key) == .resource(slot) {
                survey.add(key, pttl: nil, bytes: nil, grammar: grammar, at: now)
                if dying.count < Self.measured, grammar.generation(key, of: slot) == value {
                    dying.append(key)
                }
            }
            return ServerClock.monotonicSeconds() - began < seconds
        }
        survey.isComplete = isWhole
        survey.isDistinct = seen != nil
        survey.takenAt = clock.now
        survey.seconds = ServerClock.monotonicSeconds() - began
        if !isWhole, let databaseKeys, scan.looked > 0 {
            let share = Double(databaseKeys) / Double(scan.looked)
            survey.databaseKeys = UInt64(saturating: Double(survey.looked) * max(1, share))
        }
        if !isWhole, survey.looked == 0 { return }
        generation.take(survey, slot: slot, resource: resource, uncoveredGo: uncoveredGo)
        if let keys = generation.keys {
            generation.bytes = try await bytes(dying, standingFor: keys, connection)
        }
    }

    private func bytes(
        _ keys: [[UInt8]], standingFor total: UInt64, _ connection: RedisConnection
    ) async throws(RedisError) -> UInt64? {
        if total == 0 { return 0 }
        var measures = KeyMeasures(own: own)
        try await measures.ask(KeyList(keys), connection)
        return measures.bytes(standingFor: total)
    }
}

extension KeyMeasures {
    /// The memory of `total` keys, extrapolated from those that were measured; nil: none was.
    func bytes(standingFor total: UInt64) -> UInt64? {
        guard let mean = meanBytes else { return nil }
        return UInt64(exactly: (mean * Double(total)).rounded())
    }
}
