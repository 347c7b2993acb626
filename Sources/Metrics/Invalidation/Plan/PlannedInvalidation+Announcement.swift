extension PlannedInvalidation {
    /// What is announced of what was done, by the plan's steps. What a stop left alone is not in it, but a
    /// glob of which a part went is.
    ///
    /// A glob is announced only where it is no wider than the identity of the resource that it is for;
    /// keys that no such glob covers are announced one by one.
    package func announcement(of carriedOut: CarriedOut, _ grammar: KeyGrammar) -> [CacheEvent] {
        guard case .redis(let steps) = plan.work else { return [] }
        var events: [CacheEvent] = []
        var named = 0
        for case .unlink(let keys) in steps {
            // The frozen list begins with them, in this order.
            let done = keys.prefix(max(0, carriedOut.done - named)).enumerated()
            events += done.filter { !absent.contains(named + $0.offset) }
                .map { CacheEvent(.purge, key: $0.element) }
            named += keys.count
        }
        for step in steps {
            switch step {
            case .increment(let key):
                if carriedOut.counters.contains(where: { $0.key == key }) {
                    events.append(CacheEvent(.bump, key: key))
                }
            case .unlink: break
            case .unlinkMatching(let selector):
                guard carriedOut.done > named else { continue }
                let found = keys.prefix(carriedOut.done).dropFirst(named)
                events += announcement(of: selector, found: found, grammar)
            }
        }
        return events
    }

    private func announcement(
        of selector: KeySelector, found: some Sequence<[UInt8]>, _ grammar: KeyGrammar
    ) -> [CacheEvent] {
        let announcement = selector.announcement(grammar)
        return announcement.globs.map { CacheEvent(.purgeGlob, key: $0) }
            + found.filter { selector.selects($0, grammar) && !announcement.covers($0) }
            .map { CacheEvent(.purge, key: $0) }
    }
}
