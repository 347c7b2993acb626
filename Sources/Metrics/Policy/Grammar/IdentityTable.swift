/// The identities of a policy, compiled: which resource a key belongs to, the most specific first.
///
/// It runs once per cache event. The key's first byte says which identities there are to compare; a wholly
/// literal one (nearly all are) is compared by its first eight bytes as one word, then byte by byte, and only
/// one with a placeholder takes the general matcher.
struct IdentityTable: Sendable {
    private struct Row: Sendable {
        var resource: Int
        /// The first bytes of the identity, and a mask of those that count; both 0 without any.
        var word: UInt64 = 0
        var mask: UInt64 = 0
        /// All of its bytes, in `bytes`.
        var start: Int = 0
        var count: Int = 0
        var separators: Separators
        var endsInside: Bool
        var isLiteral: Bool
    }

    /// Those that a key may belong to by its first byte, one byte's after the other's: from
    /// `starts[byte]` to `starts[byte + 1]`.
    private var rows: [Row] = []
    private var starts: [Int] = []
    private var bytes: [UInt8] = []
    /// By resource; nil for a pattern that can't be read, which takes no key.
    private let identities: [KeyIdentity?]

    init(_ identities: [KeyIdentity?]) {
        self.identities = identities
        let order = identities.indices.sorted {
            let (a, b) = (identities[$0]?.segments ?? 0, identities[$1]?.segments ?? 0)
            return a != b ? a > b : $0 < $1
        }
        var all: [(first: UInt8?, row: Row)] = []
        for index in order {
            guard let identity = identities[index], !identity.isEmpty else { continue }
            var row = Row(
                resource: index, separators: identity.separators,
                endsInside: identity.endsInsideSegment, isLiteral: identity.literal != nil)
            if let literal = identity.literal {
                row.start = bytes.count
                row.count = literal.count
                row.word = literal.withUnsafeBufferPointer { Self.firstWord($0) }
                row.mask =
                    literal.count >= 8 ? .max : (1 << UInt64(8 * literal.count)) - 1
                bytes += literal
            }
            // Without a first byte it begins with a placeholder.
            var first: UInt8?
            if case .byte(let byte) = identity.elements.first { first = byte }
            all.append((first, row))
        }
        for byte in UInt8.min ... .max {
            starts.append(rows.count)
            rows += all.filter { $0.first == nil || $0.first == byte }.map(\.row)
        }
        starts.append(rows.count)
    }

    /// - Parameter key: without the common prefix.
    /// - Returns: an index of the policy's resources; nil: the key belongs to none.
    func resource(of key: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let first = key.first else { return nil }
        let word = Self.firstWord(key)
        for index in starts[Int(first)]..<starts[Int(first) + 1] {
            let row = rows[index]
            guard row.isLiteral else {
                if identities[row.resource]?.matches(key) == true { return row.resource }
                continue
            }
            guard key.count >= row.count, word & row.mask == row.word else { continue }
            var offset = 8
            while offset < row.count, key[offset] == bytes[row.start + offset] { offset += 1 }
            guard offset >= row.count else { continue }
            if key.count == row.count || row.endsInside || row.separators.contains(key[row.count]) {
                return row.resource
            }
        }
        return nil
    }

    /// Up to eight bytes, the first one lowest.
    @inline(__always)
    private static func firstWord(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        if bytes.count >= 8 {
            return UInt64(
                littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(as: UInt64.self))
        }
        var word: UInt64 = 0
        for index in 0..<bytes.count { word |= UInt64(bytes[index]) << UInt64(8 * index) }
        return word
    }
}
