// What a purge announces of the keys that it found: globs where they are no wider than the identity of the
// resource that they are for, else the keys one by one.

extension KeySelector {
    package func announcedGlobs(_ grammar: KeyGrammar) -> [[UInt8]] {
        switch form {
        case .glob(let glob): return [glob]
        case .all(let resource): return grammar.globs(ofResource: resource) ?? []
        case .things(_, let shapes):
            guard shapes.count == 1, shapes[0].named != nil else { return [] }
            return [sieve].compactMap(\.self)
        case .uncovered:
            return grammar.policy.resources.indices.filter {
                grammar.policy.resources[$0].counter == nil
            }.flatMap { grammar.globs(ofResource: $0) ?? [] }
        }
    }

    /// Whether one of those globs covers a key that was selected.
    package func isAnnouncedByGlob(_ key: [UInt8], _ grammar: KeyGrammar) -> Bool {
        switch form {
        case .glob: return true
        case .things(_, let shapes): return shapes.count == 1 && shapes[0].named != nil
        case .all(let resource): return Self.isCovered(key, resource, grammar)
        case .uncovered:
            guard case .resource(let index) = grammar.classify(key),
                grammar.policy.resources[index].counter == nil
            else { return false }
            return Self.isCovered(key, index, grammar)
        }
    }

    private static func isCovered(_ key: [UInt8], _ resource: Int, _ grammar: KeyGrammar) -> Bool {
        guard let identity = grammar.identities[resource], let count = identity.literalCount else {
            return false
        }
        // The bare identity is none of what `facets:*` matches.
        return identity.endsInsideSegment || key.count > grammar.prefix.count + count
    }
}
