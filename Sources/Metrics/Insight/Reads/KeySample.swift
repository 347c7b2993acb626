/// The keys of one resource whose lineages have the lowest hashes, as a sweep found them: whoever samples the
/// look-ups by the same hash has sampled the same keys (SHARDS' spatial sampling).
struct KeySample: Sendable, Hashable {
    static let capacity = 1024

    struct Member: Sendable, Hashable {
        var hash: UInt64
        var generation: Int64
        /// −1: never expires; nil: not asked.
        var pttl: Int64?
        var bytes: UInt64?
    }

    private(set) var members: [Member] = []
    /// All keys whose hash is not above it are members.
    private(set) var bound = UInt64.max

    mutating func add(
        _ key: [UInt8], of resource: Int, pttl: Int64?, bytes: UInt64?, _ grammar: KeyGrammar
    ) {
        let lineage = key.withUnsafeBufferPointer { grammar.lineage(of: $0, resource: resource) }
        guard lineage.hash <= bound else { return }
        members.append(
            Member(
                hash: lineage.hash, generation: lineage.generation, pttl: pttl, bytes: bytes))
        guard members.count >= 2 * Self.capacity else { return }
        members.sort { $0.hash < $1.hash }
        members.removeLast(members.count - Self.capacity)
        // Another generation of the last one may be among those that were removed.
        bound = (members.last?.hash ?? 1) &- 1
    }
}
