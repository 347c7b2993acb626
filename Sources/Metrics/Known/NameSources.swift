/// What names are taken from, for one kind of scope.
struct NameSources: Sendable {
    /// Hits and misses by name.
    var lookups: [[UInt8]: UInt64] = [:]
    var invalidations: [[UInt8]: Timestamp] = [:]
    /// Of the last whole sweep: what the scope takes.
    var swept: [SweptNames] = []
    /// Of resources with the same names, which it leaves alone.
    var sweptBeside: [SweptNames] = []
    var sweptAt: Timestamp?
    /// Of a sweep that is under way.
    var sweeping: [SweptNames] = []
}

extension History {
    /// The names that a scope of this kind may be given; nil: it takes none, or a pattern, or the policy
    /// has no such resource.
    package func knownNames(for kind: InvalidationScope.Kind) -> KnownNames? {
        guard let reader = NameReader(kind, grammar) else { return nil }
        var sources = NameSources()
        for (key, lookups) in heldLookups {
            guard let name = reader.name(in: key) else { continue }
            sources.lookups[name] = saturatingSum(sources.lookups[name] ?? 0, lookups)
        }
        for record in book.records where record.changedSomething {
            for key in record.steps?.flatMap(\.keys) ?? [] where !key.contains("\\x") {
                guard let name = reader.name(in: Array(key.utf8)) else { continue }
                sources.invalidations[name] = max(
                    sources.invalidations[name] ?? record.at, record.at)
            }
        }
        if let wholeSurvey {
            sources.swept = reader.names(in: wholeSurvey.names)
            sources.sweptBeside = reader.names(in: wholeSurvey.names, beside: true)
            sources.sweptAt = wholeSurvey.takenAt
        }
        if let survey, !survey.isComplete {
            sources.sweeping =
                reader.names(in: survey.names) + reader.names(in: survey.names, beside: true)
        }
        return KnownNames(sources)
    }

    /// Look-ups by key, of those that are counted one by one: since the start, or in the last hour.
    private var heldLookups: [[UInt8]: UInt64] {
        var sums: [[UInt8]: UInt64] = [:]
        for entry in topKeys {
            sums[entry.key] = HitCounts(hits: entry.hits, misses: entry.certainMisses).lookups
        }
        for (key, counts) in keyWindows.longest {
            sums[key] = max(sums[key] ?? 0, counts.lookups)
        }
        return sums
    }
}

/// What in a key is the name that a scope takes.
private struct NameReader {
    let kind: InvalidationScope.Kind
    let grammar: KeyGrammar
    /// Whose keys have it and are taken; of a key itself all.
    let resources: [Int]
    /// Whose keys have it, too: a product's and its stock's are the same.
    var beside: [Int] = []

    init?(_ kind: InvalidationScope.Kind, _ grammar: KeyGrammar) {
        self.kind = kind
        self.grammar = grammar
        switch kind {
        case .key: resources = []
        case .product:
            resources = ["product", "inventory"].compactMap { grammar.policy.index(of: $0) }
        case .category, .facets, .inventory:
            resources = [grammar.policy.index(of: kind.rawValue)].compactMap(\.self)
            if kind == .inventory {
                beside = [grammar.policy.index(of: "product")].compactMap(\.self)
            }
        case .search, .global, .trending, .pattern: return nil
        }
        guard kind == .key || !resources.isEmpty else { return nil }
    }

    func name(in key: [UInt8]) -> [UInt8]? {
        if kind == .key { return key }
        guard case .resource(let index) = grammar.classify(key),
            resources.contains(index) || beside.contains(index)
        else { return nil }
        return grammar.identifier(key, of: index)
    }

    func names(in swept: SweptKeys, beside isBeside: Bool = false) -> [SweptNames] {
        if kind == .key { return isBeside ? [] : [swept.keys] }
        return (isBeside ? beside : resources).filter { swept.things.indices.contains($0) }
            .map { swept.things[$0] }
    }
}
