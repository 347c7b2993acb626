/// What a key says of its lineage: a key without its generation, so that `search:q1:v1` and
/// `search:q1:v2` are two copies of one.
///
/// The lineage itself is only kept as a hash of 64 bits: among 65,536 that are tracked two share one
/// with a probability of 1 in 8 thousand million.
package struct LineageKey: Sendable, Hashable {
    /// Of keys that have none.
    package static let noGeneration = Int64(-1)

    package let hash: UInt64
    package let generation: Int64
}

extension KeyGrammar {
    /// The lineage that an event's key belongs to.
    /// - Parameter resource: what `classifyEvent` says of the key.
    package func lineage(of key: UnsafeBufferPointer<UInt8>, resource: Int) -> LineageKey {
        let rest = means(key) ? strippingPrefix(key) ?? key : key
        var end = rest.count
        var generation = LineageKey.noGeneration
        if endsLikeGeneration(rest), let (start, value) = generationSegment(rest, of: resource) {
            // The separator before it goes, too.
            end = max(0, start - 1)
            generation = value
        }
        return LineageKey(
            hash: LineageHash.of(UnsafeBufferPointer(rebasing: rest[..<end])),
            generation: generation)
    }

    /// `v` and digits: most keys end otherwise, and need no more.
    @inline(__always)
    private func endsLikeGeneration(_ key: UnsafeBufferPointer<UInt8>) -> Bool {
        var end = key.count - 1
        while end >= 0, key[end] &- UInt8(ascii: "0") < 10 { end -= 1 }
        return end >= 0 && end < key.count - 1 && key[end] == UInt8(ascii: "v")
    }
}
