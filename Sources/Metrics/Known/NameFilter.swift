/// Whether a name was met, in fixed memory: a Bloom filter (Bloom, "Space/Time Trade-offs in Hash Coding with
/// Allowable Errors", 1970) of 1 Mi bits with four probes, 128 KiB from the first name on.
///
/// A name that it does not hold was certainly not met. Of 100,000 names it takes one other in 100 for one
/// of them, of 300,000 one in five: then fewer unseen names are found, and never a seen one is.
package struct NameFilter: Sendable, Hashable {
    private static let bits: UInt64 = 1 << 20
    private static let probes: UInt64 = 4

    private var words: [UInt64] = []

    package init() {}

    /// - Parameter hash: of the name, of 64 even bits.
    package mutating func insert(_ hash: UInt64) {
        if words.isEmpty { words = Array(repeating: 0, count: Int(Self.bits / 64)) }
        for probe in 0..<Self.probes {
            let bit = Self.bit(probe, hash)
            words[Int(bit / 64)] |= 1 << (bit % 64)
        }
    }

    package func contains(_ hash: UInt64) -> Bool {
        guard !words.isEmpty else { return false }
        return (0..<Self.probes).allSatisfy { probe in
            let bit = Self.bit(probe, hash)
            return words[Int(bit / 64)] & 1 << (bit % 64) != 0
        }
    }

    /// Two halves make as many as are needed (Kirsch and Mitzenmacher, "Less Hashing, Same Performance", 2006).
    private static func bit(_ probe: UInt64, _ hash: UInt64) -> UInt64 {
        (hash & 0xffff_ffff &+ probe &* (hash >> 32 | 1)) & (bits - 1)
    }

    package var byteCount: Int { words.count * 8 }
}
