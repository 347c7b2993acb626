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

/// wyhash's way of mixing (two words multiplied to 128 bits, the halves folded), eight bytes at a time.
/// Every bit of the result depends on every byte of the key: sampling takes the upper ones, the table the
/// lower ones. Not for keys chosen to collide: the table is bounded, so the worst is a wrong cause.
enum LineageHash {
    @inline(__always)
    static func of(_ key: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let raw = UnsafeRawBufferPointer(key)
        var hash = 0x9e37_79b9_7f4a_7c15 ^ UInt64(truncatingIfNeeded: raw.count)
        var offset = 0
        while offset + 8 <= raw.count {
            hash = fold(
                hash ^ raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self),
                0xe703_7ed1_a0b4_28db)
            offset += 8
        }
        var last: UInt64 = 0
        while offset < raw.count {
            last = last << 8 | UInt64(raw[offset])
            offset += 1
        }
        hash = fold(hash ^ last, 0x8ebc_6af0_9c88_c6e3)
        return fold(hash ^ 0x5899_65cc_7537_4cc3, 0xa076_1d64_78bd_642f)
    }

    @inline(__always)
    private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let (high, low) = a.multipliedFullWidth(by: b)
        return high ^ low
    }
}
