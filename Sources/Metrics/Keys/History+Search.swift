// A text, searched for among all keys whose names are known: those whose look-ups are counted, since the
// start and in the last hour, and those that a sweep has met.

extension History {
    /// nil: the text is empty.
    package func found(_ text: String, at now: Timestamp) -> FoundKeys? {
        guard !text.isEmpty else { return nil }
        let needle = KeyNeedle(text)
        let names = resourceNames(containing: needle)
        var places: [[UInt8]: Set<FoundKey.Place>] = [:]
        func look(at key: [UInt8], in place: FoundKey.Place) {
            guard needle.isIn(key) || (!names.isEmpty && names.contains(resource(of: key))) else {
                return
            }
            places[key, default: []].insert(place)
        }
        for entry in topKeys { look(at: entry.key, in: .events) }
        keyWindows.forEachKey { look(at: $0, in: .events) }
        for key in sweptKeys { look(at: key, in: .sweep) }
        let all = Dictionary(
            topKeys.map { ($0.key, HitCounts(hits: $0.hits, misses: $0.certainMisses)) },
            uniquingKeysWith: { first, _ in first })
        let ranked = places.keys.map { key in
            (key: key, misses: max(all[key]?.misses ?? 0, keyWindows.misses(of: key)))
        }.sorted {
            $0.misses != $1.misses
                ? $0.misses > $1.misses : $0.key.lexicographicallyPrecedes($1.key)
        }
        return FoundKeys(
            text: text, matches: ranked.count, sampled: !areAllKeysKnown,
            keys: ranked.prefix(FoundKeys.limit).map { key, _ in
                FoundKey(
                    report(of: key, all: all[key], at: now),
                    seenIn: FoundKey.Place.allCases.filter { places[key]?.contains($0) == true })
            })
    }

    /// Of resources, and of what belongs to none.
    private func resourceNames(containing needle: KeyNeedle) -> Set<String> {
        Set((policy.resources.map(\.name) + [MemoryShare.unclassified]).filter(needle.isIn))
    }

    /// Classified only where a resource's own name contains the text.
    private func resource(of key: [UInt8]) -> String {
        switch grammar.classify(key) {
        case .resource(let index): policy.resources[index].name
        case .unclassified: MemoryShare.unclassified
        case .counter, .own: ""
        }
    }

    /// What sweeps have met by name.
    private var sweptKeys: [[UInt8]] {
        let surveys = [wholeSurvey, survey?.isComplete == false ? survey : nil].compactMap(\.self)
        return (lifeSurvey?.offendingKeys ?? []) + (survey?.examples ?? [])
            + surveys.flatMap { $0.names.keys.names.map(\.bytes) }
    }

    /// The last whole sweep has kept each name that it met.
    private var areAllKeysKnown: Bool {
        guard let wholeSurvey else { return false }
        return wholeSurvey.names.keys.isWhole && wholeSurvey.isDistinct
    }
}
