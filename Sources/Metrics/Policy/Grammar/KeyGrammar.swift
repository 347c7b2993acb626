/// Decides what a key is. One matcher for events, sweeps, plans, removals and verification.
///
/// Works on bytes from reply to UNLINK, since Swift strings would merge keys that differ. A key belongs
/// to a resource when, behind the common prefix, it equals the resource's identity or begins with it
/// followed by a separator; what follows is free.
package struct KeyGrammar: Sendable {
    package let policy: CachePolicy
    /// By resource; nil for a pattern that can't be read.
    let patterns: [KeyPattern?]
    let identities: [KeyIdentity?]
    /// nil for a resource without an identifier.
    let identifiers: [IdentifierReader?]
    /// Of the identities, what is asked for each event: no copy of one, which would count references.
    let generationTerms: [(separators: Separators, literalCount: Int?)?]
    let prefix: [UInt8]
    private let table: IdentityTable
    private let counters: ByteStrings
    private let own: ByteStrings
    private let eventKey: [UInt8]
    /// What the key of a counter, and one of cachetop's own, begins with: most keys begin otherwise.
    private let counterStarts: FirstBytes
    private let ownStarts: FirstBytes

    /// - Parameter eventKey: the stream's key, which is neither resource nor unclassified; with a common
    ///   prefix before it as well, since a client library may add that.
    package init(policy: CachePolicy, eventKey: String = "cache:events") {
        self.policy = policy
        prefix = Array(policy.keyPrefix.utf8)
        patterns = policy.resources.map { try? KeyPattern($0.pattern) }
        identities = patterns.map { $0.map { KeyIdentity($0) } }
        generationTerms = identities.map { $0.map { ($0.separators, $0.literalCount) } }
        identifiers = zip(patterns, policy.resources).map { pattern, resource in
            guard let pattern, case .success(let name) = resource.argumentPlaceholder else {
                return nil
            }
            return IdentifierReader(pattern, placeholder: name)
        }
        table = IdentityTable(identities)
        counters = ByteStrings(policy.counters.map { Array($0.utf8) })
        let name = Array(eventKey.utf8)
        self.eventKey = name
        own = ByteStrings(prefix.isEmpty ? [name] : [name, prefix + name])
        counterStarts = FirstBytes(of: policy.counters.map { Array($0.utf8) } + [Self.version])
        ownStarts = FirstBytes(of: [name, prefix + name, Self.cachetop])
    }

    private static let version = Array("version:".utf8)
    private static let cachetop = Array("cachetop:".utf8)

    /// Slots that counts are kept in: one for each resource, then one for unclassified keys.
    package var slots: Int { identities.count + 1 }
    package var unclassifiedSlot: Int { identities.count }

    /// nil for a pattern that can't be read.
    package func identity(ofResource index: Int) -> KeyIdentity? { identities[index] }

    package func classify(_ key: [UInt8]) -> KeyClass {
        key.withUnsafeBufferPointer { classify($0) }
    }

    package func classify(_ key: UnsafeBufferPointer<UInt8>) -> KeyClass {
        if isOwn(key) { return .own }
        guard let rest = strippingPrefix(key) else { return .unclassified }
        return classifyRest(rest)
    }

    /// A key as an event names it: a client library may add the common prefix below the API, so one
    /// without it means the key with it.
    package func classifyEvent(_ key: UnsafeBufferPointer<UInt8>) -> KeyClass {
        readEvent(key).kind
    }

    /// The same, and whether the key is written as Redis holds it, prefix included.
    func readEvent(_ key: UnsafeBufferPointer<UInt8>) -> (kind: KeyClass, isWhole: Bool) {
        guard let rest = strippingPrefix(key) else {
            return (isOwn(key) ? .own : classifyRest(key), false)
        }
        if isOwn(key) { return (.own, true) }
        let whole = classifyRest(rest)
        guard whole == .unclassified, !prefix.isEmpty else { return (whole, true) }
        // The key's own text may begin as the prefix does: `product:42` under the prefix `product:`.
        let bare = classifyRest(key)
        return (bare, bare == .unclassified)
    }

    /// The key that an event's key means, as Redis holds it.
    package func normalised(_ key: [UInt8]) -> [UInt8] {
        key.withUnsafeBufferPointer { means($0) } ? key : prefix + key
    }

    /// Whether an event's key is the key in Redis, prefix included.
    package func means(_ key: UnsafeBufferPointer<UInt8>) -> Bool {
        prefix.isEmpty || readEvent(key).isWhole
    }

    /// The same for the pattern of a `purge-glob`.
    package func normalised(glob: [UInt8]) -> [UInt8] {
        let escaped = Glob.escaping(prefix)
        return glob.starts(with: escaped) || glob.starts(with: prefix) ? glob : escaped + glob
    }

    package func hasPrefix(_ key: some Collection<UInt8>) -> Bool {
        prefix.isEmpty || key.starts(with: prefix)
    }

    /// For SCAN's MATCH: all keys of the resource match it, and some others may.
    package func sieve(ofResource index: Int) -> [UInt8]? {
        guard let identity = identities[index] else { return nil }
        let stem = identity.glob(prefix: prefix)
        let separators = identity.separators.bytes
        // Keys that are the bare identity are found only where the sieve has no separator behind it.
        let isNamed = identity.literalCount != nil && !identity.endsInsideSegment
        guard isNamed, separators.count == 1 else { return stem + [UInt8(ascii: "*")] }
        return stem + Glob.escaping(separators) + [UInt8(ascii: "*")]
    }

    /// The key that is the resource's bare identity: `facets`. nil where it has a placeholder, or where
    /// that key is none of the resource's.
    package func bareKey(ofResource index: Int) -> [UInt8]? {
        guard let literal = identities[index]?.literal else { return nil }
        let key = prefix + literal
        return classify(key) == .resource(index) ? key : nil
    }

    /// Globs that are no wider than the resource's identity, together with its bare key; nil where only
    /// single keys can be named.
    package func globs(ofResource index: Int) -> [[UInt8]]? {
        guard let identity = identities[index], identity.literalCount != nil, isAlone(index) else {
            return nil
        }
        let stem = identity.glob(prefix: prefix)
        let star = UInt8(ascii: "*")
        if identity.endsInsideSegment { return [stem + [star]] }
        return identity.separators.bytes.map { stem + Glob.escaping([$0]) + [star] }
    }

    /// Whether every key under the resource's identity is the resource's: no more specific resource, no
    /// counter and no key of cachetop's own lies among them.
    func isAlone(_ index: Int) -> Bool {
        guard let identity = identities[index] else { return false }
        let isShared = identities.indices.contains { other in
            other != index && (identities[other]?.overlaps(identity) ?? false)
        }
        guard !isShared else { return false }
        var others = policy.counters.map { Array($0.utf8) } + [Array("version:x".utf8), eventKey]
        if eventKey.starts(with: prefix) { others.append(Array(eventKey.dropFirst(prefix.count))) }
        return !others.contains { $0.withUnsafeBufferPointer { identity.matches($0) } }
    }

    /// Whether it is the key that events are published to.
    func isEventStream(_ key: [UInt8]) -> Bool {
        key.withUnsafeBufferPointer { own.contains($0) }
    }

    private func isOwn(_ key: UnsafeBufferPointer<UInt8>) -> Bool {
        guard ownStarts.contains(key) else { return false }
        if own.contains(key) { return true }
        return key.count >= 9 && equal(UnsafeBufferPointer(rebasing: key[..<9]), "cachetop:")
    }

    private func classifyRest(_ rest: UnsafeBufferPointer<UInt8>) -> KeyClass {
        // Before the resources: a policy may name a counter `search:generation`, and a counter
        // that counts as a key of its resource would go with the next purge.
        if counterStarts.contains(rest) {
            if counters.contains(rest) { return .counter }
            if rest.count >= 8, equal(UnsafeBufferPointer(rebasing: rest[..<8]), "version:") {
                return .counter
            }
        }
        return table.resource(of: rest).map { .resource($0) } ?? .unclassified
    }

    func strippingPrefix(_ key: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
        guard !prefix.isEmpty else { return key }
        guard key.count >= prefix.count,
            equal(UnsafeBufferPointer(rebasing: key[..<prefix.count]), prefix)
        else { return nil }
        return UnsafeBufferPointer(rebasing: key[prefix.count...])
    }
}
