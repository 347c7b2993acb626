/// The rule that assigned keys to resources before identities: a key belonged to the resource whose pattern
/// had the same text before its first colon. Kept so that `policy check` can show what has changed.
package struct FirstSegmentRule: Sendable {
    private let prefix: [UInt8]
    private let segments: [[UInt8]]

    package init(policy: CachePolicy) {
        prefix = Array(policy.keyPrefix.utf8)
        segments = policy.resources.map {
            Array($0.pattern.utf8.prefix { $0 != UInt8(ascii: ":") })
        }
    }

    /// An index of the policy's resources; nil: the key belonged to none.
    package func resource(of key: [UInt8]) -> Int? {
        guard key.starts(with: prefix) else { return nil }
        let first = Array(key.dropFirst(prefix.count).prefix { $0 != UInt8(ascii: ":") })
        return segments.firstIndex(of: first)
    }
}
