extension CachePolicy {
    /// The indices of the resources that the scope may affect; a glob may affect all.
    package func resources(affectedBy scope: InvalidationScope) -> [Int] {
        switch scope {
        case .products: ["product", "inventory"].compactMap { index(of: $0) }
        case .category, .facets, .trending, .inventory:
            [index(of: scope.kind.rawValue)].compactMap(\.self)
        case .search:
            // Whoever shares the counter is bumped with it.
            resources.indices.filter {
                resources[$0].name == "search"
                    || resources[$0].counter.map(countersRaised(by: scope).contains) ?? false
            }
        case .key(let key):
            if case .resource(let index) = KeyGrammar(policy: self).classify(key) {
                [index]
            } else {
                []
            }
        case .global, .pattern: Array(resources.indices)
        }
    }

    /// The counters that the scope increments, without the common prefix.
    package func countersRaised(by scope: InvalidationScope) -> [String] {
        switch scope {
        case .search: [self["search"]?.counter].compactMap(\.self)
        case .global: counters
        default: []
        }
    }

    /// How long the edge may serve what the scope removes: the longest of its resources.
    package func edgeSeconds(of scope: InvalidationScope) -> Int {
        resources(affectedBy: scope).map { resources[$0].edgeSeconds }.max() ?? 0
    }

    /// What else shows the data of the resources that the scope affects; nil: the policy names nothing.
    package func alsoIn(of scope: InvalidationScope) -> [BlastRadius.AlsoIn]? {
        alsoIn(ofResources: resources(affectedBy: scope))
    }

    /// The same of resources by their indices.
    package func alsoIn(ofResources affected: [Int]) -> [BlastRadius.AlsoIn]? {
        let names = Set(affected.flatMap { resources[$0].alsoIn })
        let others = resources.indices.filter {
            names.contains(resources[$0].name) && !affected.contains($0)
        }
        guard !others.isEmpty else { return nil }
        return others.map {
            BlastRadius.AlsoIn(
                resource: resources[$0].name,
                seconds: resources[$0].ttlSeconds + resources[$0].edgeSeconds)
        }
    }

    /// When a change shows everywhere that the scope is purged for: for a menu as for a plan.
    package func newAgain(after scope: InvalidationScope, at moment: Timestamp) -> NewAgain {
        NewAgain(BlastRadius(of: scope, by: self), purgedAt: moment)
    }

    /// The horizons of the resources that the scope may affect.
    package func edge(of scope: InvalidationScope) -> [BlastRadius.EdgeHorizon] {
        resources(affectedBy: scope).map { BlastRadius.EdgeHorizon(resources[$0]) }
    }
}
