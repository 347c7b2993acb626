/// The bytes that cut the keys of one pattern into segments: some of `: / . - | _`.
///
/// A bit for each of the 128 ASCII bytes, so that a look-up on the hot path is a shift and a mask.
package struct Separators: Sendable, Hashable {
    package static let candidates = Array(":/.-|_".utf8)

    private var low: UInt64 = 0
    private var high: UInt64 = 0

    init(_ bytes: some Sequence<UInt8>) {
        for byte in bytes where byte < 128 {
            if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte - 64) }
        }
    }

    /// Those that stand directly before or after a placeholder; `:` where none does.
    init(touchingPlaceholdersOf parts: [KeyPattern.Part]) {
        var touching: [UInt8] = []
        for (index, part) in parts.enumerated() {
            guard case .literal(let bytes) = part else { continue }
            if index > 0, let first = bytes.first { touching.append(first) }
            if index + 1 < parts.count, let last = bytes.last { touching.append(last) }
        }
        touching.removeAll { !Self.candidates.contains($0) }
        self.init(touching.isEmpty ? [UInt8(ascii: ":")] : touching)
    }

    @inline(__always)
    package func contains(_ byte: UInt8) -> Bool {
        if byte < 64 { return low >> UInt64(byte) & 1 == 1 }
        if byte < 128 { return high >> UInt64(byte - 64) & 1 == 1 }
        return false
    }

    /// In the order of `candidates`.
    package var bytes: [UInt8] { Self.candidates.filter(contains) }
}
