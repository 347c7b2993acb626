/// Some of the keys that live longer than their policy allows: a bounded number, those that live longest.
package struct KeyExamples: Sendable, Hashable {
    package static let limit = 50
    /// Bytes of names, all together.
    private static let byteLimit = 16 * 1024
    static let longestKey = 1024

    package struct Example: Sendable, Hashable {
        package var key: [UInt8]
        /// nil: it never expires.
        package var pttl: Int64?
        package var bytes: UInt64?
    }

    private var found: [Example] = []
    private var byteCount = 0
    /// What a key must exceed to be taken in once the room is used up.
    private var shortest: Int64 = 0

    /// Longest first; those that never expire in the order in which they were found.
    package var examples: [Example] {
        found.sorted { a, b in
            (a.pttl ?? .max) != (b.pttl ?? .max)
                ? (a.pttl ?? .max) > (b.pttl ?? .max) : a.key.lexicographicallyPrecedes(b.key)
        }
    }

    mutating func add(_ key: [UInt8], pttl: Int64?, bytes: UInt64?) {
        guard key.count <= Self.longestKey else { return }
        while !found.isEmpty,
            found.count >= Self.limit || byteCount + key.count > Self.byteLimit
        {
            guard let pttl, pttl > shortest else { return }
            let least = found.indices.min { (found[$0].pttl ?? 0) < (found[$1].pttl ?? 0) } ?? 0
            byteCount -= found.remove(at: least).key.count
        }
        found.append(Example(key: key, pttl: pttl, bytes: bytes))
        byteCount += key.count
        shortest = found.map { $0.pttl ?? 0 }.min() ?? 0
    }
}
