/// What a sweep over the keyspace has found so far: keys, bytes and life left per resource.
///
/// Filled by the sweep, one key at a time; shown while it runs (extrapolated, and marked so) and
/// when it is done. Counters and cachetop's own keys are counted apart.
package struct KeyspaceSurvey: Sendable, Hashable {
    /// Beyond this many keys SCAN's repeats are no longer detected, so counts are estimates.
    package static let exactLimit = 100_000
    package static let exampleLimit = 8
    /// Keys from which on a part of the keyspace says that a resource has next to none.
    package static let sampleEnough = 20_000

    package private(set) var slots: [Slot]
    /// Keys looked at, of every class.
    package private(set) var looked = 0
    package private(set) var counters = 0
    package private(set) var own = 0
    /// MEMORY USAGE of the event stream; nil: not met so far, or refused.
    package private(set) var streamBytes: UInt64?
    /// Names of listeners whose keys are there, some at most.
    package private(set) var listeners: [[UInt8]] = []
    /// Keys that an ACL keeps from us: NOPERM for the key, not for the command.
    package var refused = 0
    package private(set) var examples: [[UInt8]] = []
    /// What was met by name.
    package private(set) var names: SweptKeys

    package var startedAt: Timestamp
    package var takenAt: Timestamp
    /// How long the sweep has taken so far.
    package var seconds: Double = 0
    /// DBSIZE when the sweep began.
    package var databaseKeys: UInt64?
    /// SCAN has come back to cursor 0.
    package var isComplete = false
    /// Whether SCAN's repeats were all recognised.
    package var isDistinct = true
    /// What was refused during this sweep: PTTL, MEMORY USAGE.
    package var problems: [Source: SourceProblem] = [:]

    package struct Slot: Sendable, Hashable {
        package var keys = 0
        /// Sum of MEMORY USAGE over `measured` keys.
        package var bytes: UInt64 = 0
        package var measured = 0
        package var ttl: TTLHistogram
        /// When those expire whose time to live was asked.
        package var expiry: ExpiryMoments
        /// A sample of the keys, to be compared with what was looked up.
        var keySample = KeySample()
        /// Keys that carry no generation although the resource has a counter.
        package var unversioned = 0
        /// Keys that live longer than the policy allows, and keys without an expiry.
        package var overPolicy = KeyExamples()
        package var withoutExpiry = KeyExamples()
        package var generations: [Int64: Generation] = [:]
    }

    /// The keys of one generation of a resource that has a counter.
    package struct Generation: Sendable, Hashable {
        package var keys = 0
        /// Sum of MEMORY USAGE over `measured` keys.
        package var bytes: UInt64 = 0
        package var measured = 0
        /// When the last of them will be gone; nil while one of them never expires.
        package var goneAt: Timestamp?
        package var neverGone = false
        package var withoutExpiry = 0
        /// When the first of them was met.
        package var foundAt: Timestamp?
        /// The time to live of one of them could not be asked.
        package var isEndUnknown = false
    }

    package init(policy: CachePolicy, startedAt: Timestamp) {
        let expiry = ExpiryMoments(from: startedAt)
        slots = policy.resources.map {
            Slot(ttl: TTLHistogram(ttlSeconds: $0.ttlSeconds), expiry: expiry)
        }
        slots.append(Slot(ttl: TTLHistogram(ttlSeconds: 3600), expiry: expiry))
        names = SweptKeys(resources: policy.resources.count)
        self.startedAt = startedAt
        takenAt = startedAt
    }

    /// - Parameters:
    ///   - pttl: PTTL's answer; −2 (gone meanwhile) is not a key; nil when it was refused, as below
    ///     −2, which Redis never answers.
    ///   - bytes: MEMORY USAGE's answer; nil when it was refused or the key was gone.
    package mutating func add(
        _ key: [UInt8], pttl: Int64?, bytes: UInt64?, grammar: KeyGrammar, at now: Timestamp
    ) {
        guard pttl != -2 else { return }
        let pttl = pttl.flatMap { $0 >= -1 ? $0 : nil }
        looked += 1
        let index: Int
        switch grammar.classify(key) {
        case .counter:
            counters += 1
            names.note(key)
            return
        case .own:
            own += 1
            names.note(key)
            noteListener(key, bytes: bytes)
            if let bytes, grammar.isEventStream(key) {
                streamBytes = saturatingSum(streamBytes ?? 0, bytes)
            }
            return
        case .unclassified:
            index = slots.count - 1
            if examples.count < Self.exampleLimit { examples.append(key) }
            names.add(key, resource: nil, grammar)
        case .resource(let resource):
            index = resource
            names.add(key, resource: resource, grammar)
        }
        slots[index].keys += 1
        if let pttl {
            slots[index].ttl.add(milliseconds: pttl)
            if pttl >= 0 { slots[index].expiry.add(now.adding(milliseconds: pttl)) }
            noteOffence(of: key, slot: index, pttl: pttl, bytes: bytes)
        }
        if let bytes {
            slots[index].bytes = saturatingSum(slots[index].bytes, bytes)
            slots[index].measured += 1
        }
        guard index < grammar.policy.resources.count else { return }
        noteResource(index, key, pttl: pttl, bytes: bytes, grammar, at: now)
    }

    private mutating func noteResource(
        _ index: Int, _ key: [UInt8], pttl: Int64?, bytes: UInt64?, _ grammar: KeyGrammar,
        at now: Timestamp
    ) {
        slots[index].keySample.add(key, of: index, pttl: pttl, bytes: bytes, grammar)
        guard grammar.policy.resources[index].counter != nil else { return }
        if let generation = grammar.generation(key, of: index) {
            note(generation, slot: index, pttl: pttl, bytes: bytes, at: now)
        } else {
            slots[index].unversioned += 1
        }
    }

    /// Keeps some of the keys that the policy does not expect. Of unclassified keys it expects nothing.
    private mutating func noteOffence(
        of key: [UInt8], slot: Int, pttl: Int64, bytes: UInt64?
    ) {
        guard slot < slots.count - 1 else { return }
        if pttl < 0 {
            slots[slot].withoutExpiry.add(key, pttl: nil, bytes: bytes)
        } else if pttl > Int64(slots[slot].ttl.ttlSeconds) * 1000 {
            slots[slot].overPolicy.add(key, pttl: pttl, bytes: bytes)
        }
    }

    /// The examples of all resources.
    var offendingKeys: [[UInt8]] {
        slots.flatMap { $0.overPolicy.examples + $0.withoutExpiry.examples }.map(\.key)
    }

    private mutating func noteListener(_ key: [UInt8], bytes: UInt64?) {
        guard listeners.count < ListenerKey.mostNames,
            let name = ListenerKey.name(of: key, bytes: bytes), !listeners.contains(name)
        else { return }
        listeners.append(name)
    }

    private mutating func note(
        _ generation: Int64, slot: Int, pttl: Int64?, bytes: UInt64?, at now: Timestamp
    ) {
        // Bounded: keys that name ever new generations can't make the survey grow.
        guard slots[slot].generations[generation] != nil || slots[slot].generations.count < 1024
        else { return }
        var entry = slots[slot].generations[generation] ?? Generation()
        entry.keys += 1
        entry.foundAt = entry.foundAt ?? now
        if let bytes {
            entry.bytes = saturatingSum(entry.bytes, bytes)
            entry.measured += 1
        }
        if let pttl, pttl >= 0 {
            let end = now.adding(milliseconds: pttl)
            entry.goneAt = max(entry.goneAt ?? end, end)
        } else if pttl == nil {
            entry.isEndUnknown = true
        } else {
            entry.neverGone = true
            entry.withoutExpiry += 1
        }
        slots[slot].generations[generation] = entry
    }

    /// Whether an earlier sweep's answers of this kind are void: they were asked again, or this
    /// server has none.
    func replaces(_ source: Source) -> Bool {
        problems[source].map { $0.kind == .notTold } ?? true
    }

    /// Whether anything can be said: a sweep that has just begun has not found 0 keys.
    package var hasFindings: Bool { isComplete || looked > 0 }

    /// Whether anything can be said of one resource: a small part of the keyspace that holds none
    /// of its keys does not say that there are none.
    func hasFindings(of slot: Slot) -> Bool {
        isComplete || slot.keys > 0 || looked >= Self.sampleEnough
    }

    /// What counts are multiplied by: 1 when every key was seen.
    package var factor: Double {
        guard !isComplete, let databaseKeys, looked > 0 else { return 1 }
        return max(1, Double(databaseKeys) / Double(looked))
    }

    /// A count of this survey for the whole keyspace.
    func extrapolated(_ count: Int) -> UInt64 { UInt64(saturating: Double(count) * factor) }

    /// The memory of all keys, from those `measured` of them whose sum is known; nil when none is.
    func extrapolated(bytes sum: UInt64, keys: Int, of measured: Int) -> UInt64? {
        if keys == 0 { return 0 }
        guard measured > 0 else { return nil }
        return UInt64(saturating: Double(sum) * Double(keys) / Double(measured) * factor)
    }

    /// Whether a resource's counts are estimates: from a sample, or from a sweep so slow that a
    /// tenth of the resource's life went by meanwhile.
    package func isEstimated(ttlSeconds: Int?) -> Bool {
        if !isComplete || !isDistinct { return true }
        guard let ttlSeconds else { return false }
        return seconds > Double(ttlSeconds) / 10
    }
}
