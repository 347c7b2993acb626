extension KeySelector {
    /// What a purge announces of the keys that it found: globs where nothing but the resource's keys lies
    /// under its identity, else the keys one by one.
    package func announcement(_ grammar: KeyGrammar) -> PurgeAnnouncement {
        switch form {
        case .glob(let glob): return PurgeAnnouncement(globs: [glob])
        case .all(let resource):
            return PurgeAnnouncement(globs: grammar.globs(ofResource: resource) ?? [])
        case .things(let resource, let shapes):
            // One thing whose further keys begin alike.
            guard shapes.count == 1, shapes[0].named != nil, grammar.isAlone(resource) else {
                return PurgeAnnouncement(globs: [])
            }
            return PurgeAnnouncement(globs: [sieve].compactMap(\.self))
        case .uncovered:
            let resources = grammar.policy.resources.indices.filter {
                grammar.policy.resources[$0].counter == nil
            }
            return PurgeAnnouncement(
                globs: resources.flatMap { grammar.globs(ofResource: $0) ?? [] })
        }
    }
}
