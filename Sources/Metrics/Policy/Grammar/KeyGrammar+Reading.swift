// What a key of a resource says: its generation and its identifier.

extension KeyGrammar {
    /// The key that a pattern without a placeholder names; nil where it has one, or where that key is none
    /// of the resource's.
    func onlyKey(ofResource index: Int) -> [UInt8]? {
        guard let parts = patterns[index]?.parts, parts.count == 1,
            case .literal(let bytes) = parts[0],
            classify(prefix + bytes) == .resource(index)
        else { return nil }
        return prefix + bytes
    }

    /// The generation that a key was written for: its last segment when that is `v` and digits, by the
    /// separators of the resource's pattern. One that no counter can reach is the greatest there is, and
    /// so never dead. nil: the key has none.
    package func generation(_ key: UnsafeBufferPointer<UInt8>, of resource: Int) -> Int64? {
        guard let rest = strippingPrefix(key) else { return nil }
        return generationSegment(rest, of: resource)?.value
    }

    /// Where the segment with the generation begins, and its value; nil: there is none.
    /// - Parameter rest: the key without the common prefix.
    func generationSegment(
        _ rest: UnsafeBufferPointer<UInt8>, of resource: Int
    ) -> (start: Int, value: Int64)? {
        guard let (separators, literalCount) = generationTerms[resource] else { return nil }
        // A segment of the identity is no generation, even when it reads like one.
        let identityEnd = literalCount ?? end(ofIdentity: resource, in: rest)
        var start = rest.count
        while start > identityEnd, !separators.contains(rest[start - 1]) { start -= 1 }
        guard start > identityEnd, rest.count - start >= 2, rest[start] == UInt8(ascii: "v") else {
            return nil
        }
        var value: Int64 = 0
        var isTooGreat = false
        for byte in rest[(start + 1)...] {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
            isTooGreat = isTooGreat || overflow || carry
            value = sum
        }
        return (start, isTooGreat ? .max : value)
    }

    /// How far an identity with a placeholder reaches into a key without the common prefix; 0 when the
    /// key is none of its own.
    private func end(ofIdentity index: Int, in rest: UnsafeBufferPointer<UInt8>) -> Int {
        guard let identity = identities[index],
            let ends = KeyMatch.ends(
                of: identity.elements, in: rest, separators: identity.separators)
        else { return 0 }
        return ends.first { $0 == rest.count || identity.separators.contains(rest[$0]) } ?? 0
    }

    package func generation(_ key: [UInt8], of resource: Int) -> Int64? {
        key.withUnsafeBufferPointer { generation($0, of: resource) }
    }

    /// What the scope's argument would be for this key: the `42` of `product:42:reviews`. nil where the
    /// key is none of a resource with an identifier, or ends before it.
    package func identifier(_ key: [UInt8]) -> [UInt8]? {
        guard case .resource(let index) = classify(key) else { return nil }
        return identifier(key, of: index)
    }

    /// The same of a key that is known to be this resource's.
    func identifier(_ key: [UInt8], of resource: Int) -> [UInt8]? {
        guard let reader = identifiers[resource] else { return nil }
        return key.withUnsafeBufferPointer { key in
            guard let rest = strippingPrefix(key), let range = reader.range(in: rest) else {
                return nil
            }
            return Array(rest[range])
        }
    }
}
