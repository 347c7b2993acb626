/// A set of bytes: what one place of an expression takes.
struct ByteSet: Sendable, Hashable {
    private var words = SIMD4<UInt64>()

    init() {}

    init(_ bytes: some Sequence<UInt8>) { for byte in bytes { insert(byte) } }

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        words[Int(byte >> 6)] >> UInt64(byte & 63) & 1 == 1
    }

    mutating func insert(_ byte: UInt8) { words[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }

    mutating func formUnion(_ other: ByteSet) { words |= other.words }

    func isDisjoint(with other: ByteSet) -> Bool { words & other.words == SIMD4() }

    var inverted: ByteSet {
        var set = self
        set.words = ~words
        return set
    }

    /// The same with each letter in both cases.
    var foldingCase: ByteSet {
        var set = self
        for letter in UInt8(ascii: "a")...UInt8(ascii: "z") {
            if contains(letter) { set.insert(letter & ~0x20) }
            if contains(letter & ~0x20) { set.insert(letter) }
        }
        return set
    }

    static let digits = ByteSet(48...57)
    static let wordBytes: ByteSet = {
        var set = ByteSet(48...57)
        set.formUnion(ByteSet(65...90))
        set.formUnion(ByteSet(97...122))
        set.insert(UInt8(ascii: "_"))
        return set
    }()
    static let spaces = ByteSet([0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D])
    /// What `.` takes.
    static let butNewline = ByteSet([0x0A]).inverted
}
