import Metrics

/// What one pass of SCAN finds for a plan: the keys that go, frozen, and what the raised counters leave
/// dead, counted.
///
/// A key counts once, however often SCAN returns it. One that is written meanwhile may be found or not,
/// as SCAN promises; one that has vanished meanwhile stays in the list, and its UNLINK removes nothing.
struct PlanPass {
    let scope: InvalidationScope
    let grammar: KeyGrammar
    let guards: InvalidationGuards
    let selectors: [KeySelector]
    var found: FoundKeys
    /// nil: there is nothing to count.
    var generations: GenerationCount?

    /// Whether SCAN is needed at all.
    var isNeeded: Bool { !selectors.isEmpty || generations != nil }

    /// For SCAN's MATCH: what all of it wants; nil: every key has to be looked at.
    var sieve: [UInt8]? {
        let sieves = selectors.map(\.sieve) + (generations?.sieves ?? [])
        guard let first = sieves.first, sieves.allSatisfy({ $0 == first }) else { return nil }
        return first
    }

    mutating func take(_ keys: [[UInt8]], at now: Timestamp) throws(PlanSurvey.Stop) {
        for selector in selectors {
            for key in keys where try takes(key, selector) { found.insert(key) }
        }
        if found.count > guards.maxKeys { throw .refused(guards.tooMany(scope)) }
        if found.list.byteCount > guards.maxKeyBytes { throw .refused(guards.tooLong(scope)) }
        generations?.add(keys, at: now)
    }

    /// Whether a key that SCAN found goes: SCAN's pattern is only the sieve. A glob of the operator's own
    /// that finds what is not the shop's is refused as a whole.
    private func takes(
        _ key: [UInt8], _ selector: KeySelector
    ) throws(PlanSurvey.Stop) -> Bool {
        guard selector.selects(key, grammar) else { return false }
        guard case .glob = selector.form, !guards.includesOwn else { return true }
        switch grammar.classify(key) {
        case .resource, .unclassified: return true
        case .counter, .own: throw .refused(InvalidationGuards.ownRefusal(scope, key))
        }
    }
}
