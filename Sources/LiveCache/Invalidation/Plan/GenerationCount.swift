import Metrics

/// What a bump leaves dead, counted for a plan where no dashboard's sweep has: the keys of the resources
/// whose counter is raised, by generation.
struct GenerationCount {
    /// Of a resource's dying keys, so many are measured.
    static let measured = 500

    let grammar: KeyGrammar
    /// The resources whose counter is raised.
    let slots: [Int]
    /// Counters that are integers, by key.
    let values: [String: Int64]
    private var survey: KeyspaceSurvey
    /// Hashes of the keys that were met; nil: too many to remember.
    private var seen: Set<Int>? = []
    /// By resource, some of the keys that die.
    private(set) var dying: [[[UInt8]]]
    private var dyingBytes = 0
    /// SCAN could not be sent: nothing is known.
    var isRefused = false

    private var policy: CachePolicy { grammar.policy }

    init(grammar: KeyGrammar, raised: [String], values: [String: Int64], at now: Timestamp) {
        self.grammar = grammar
        self.values = values
        slots = grammar.policy.resources.indices.filter {
            grammar.policy.resources[$0].counter.map(raised.contains) ?? false
        }
        dying = Array(repeating: [], count: grammar.slots)
        survey = KeyspaceSurvey(policy: grammar.policy, startedAt: now)
    }

    var sieves: [[UInt8]?] { slots.map { grammar.sieve(ofResource: $0) } }

    mutating func add(_ keys: [[UInt8]], at now: Timestamp) {
        let mine = keys.filter { slot(of: $0) != nil }
        for key in KeyspaceSweep.fresh(mine, &seen) {
            survey.add(key, pttl: nil, bytes: nil, grammar: grammar, at: now)
            guard let slot = slot(of: key), dying[slot].count < Self.measured,
                grammar.generation(key, of: slot) == value(ofCounterOf: slot) ?? 1
            else { continue }
            // Names may be long: those that are measured have a limit in bytes, too.
            guard dyingBytes + key.count <= PlanSurvey.sampledBytes else { continue }
            dyingBytes += key.count
            dying[slot].append(key)
        }
    }

    /// - Parameters:
    ///   - looked: keys that SCAN went past, of `databaseKeys`.
    ///   - seconds: how long it took.
    mutating func end(
        isWhole: Bool, looked: UInt64, of databaseKeys: UInt64?, seconds: Double, at now: Timestamp
    ) {
        survey.isComplete = isWhole
        survey.isDistinct = seen != nil
        survey.takenAt = now
        survey.seconds = seconds
        guard !isWhole, let databaseKeys, looked > 0 else { return }
        let share = Double(databaseKeys) / Double(looked)
        survey.databaseKeys = UInt64(saturating: Double(survey.looked) * max(1, share))
    }

    /// What is known of a resource, without its bytes.
    ///
    /// - Parameter uncoveredGo: keys without a generation are removed by the plan itself.
    func generation(of slot: Int, uncoveredGo: Bool) -> BlastRadius.Generation {
        let resource = policy.resources[slot]
        var generation = BlastRadius.Generation(
            resource: resource.name, counter: policy.key(ofCounter: resource.counter ?? ""),
            value: value(ofCounterOf: slot))
        // A part of the keyspace without any of its keys does not say that there are none.
        let isKnown = survey.isComplete || survey.slots[slot].keys > 0
        guard !isRefused, isKnown else { return generation }
        generation.take(survey, slot: slot, resource: resource, uncoveredGo: uncoveredGo)
        return generation
    }

    private func value(ofCounterOf slot: Int) -> Int64? {
        policy.resources[slot].counter.flatMap { values[policy.key(ofCounter: $0)] }
    }

    private func slot(of key: [UInt8]) -> Int? {
        guard case .resource(let index) = grammar.classify(key), slots.contains(index) else {
            return nil
        }
        return index
    }
}
