/// Reads what stands for one byte: an escape, or a class in brackets.
struct PatternSet {
    typealias Problem = BytePattern.Problem

    let text: [UInt8]
    private(set) var position: Int
    private let ignoresCase: Bool

    init(text: [UInt8], position: Int, ignoresCase: Bool) {
        self.text = text
        self.position = position
        self.ignoresCase = ignoresCase
    }

    private var next: UInt8? { position < text.count ? text[position] : nil }

    /// Behind the `[`, to the `]`.
    mutating func parse() throws(Problem) -> ByteSet {
        var set = ByteSet()
        var isInverted = false
        if next == UInt8(ascii: "^") {
            isInverted = true
            position += 1
        }
        var isFirst = true
        while let byte = next {
            if byte == UInt8(ascii: "]"), !isFirst {
                position += 1
                if ignoresCase { set = set.foldingCase }
                return isInverted ? set.inverted : set
            }
            isFirst = false
            let (low, bytes) = try member()
            guard let low, next == UInt8(ascii: "-"), position + 1 < text.count,
                text[position + 1] != UInt8(ascii: "]")
            else {
                set.formUnion(bytes)
                continue
            }
            position += 1
            guard let high = try member().single, high >= low else {
                throw Problem("a range in '[…]' does not go from a lower to a higher byte")
            }
            set.formUnion(ByteSet(low...high))
        }
        throw Problem("a '[' is not closed with ']'")
    }

    private mutating func member() throws(Problem) -> (single: UInt8?, bytes: ByteSet) {
        guard let byte = next else { throw Problem("a '[' is not closed with ']'") }
        guard byte < 0x80 else {
            throw Problem("'[…]' may hold ASCII only; for other characters use (?:ä|ö)")
        }
        if byte == UInt8(ascii: "["), position + 1 < text.count,
            text[position + 1] == UInt8(ascii: ":")
        {
            throw Problem("classes such as [:alpha:] are not known; use a-z, \\d, \\w or \\s")
        }
        position += 1
        guard byte == UInt8(ascii: "\\") else { return (byte, ByteSet([byte])) }
        if next == UInt8(ascii: "b") {
            position += 1
            return (0x08, ByteSet([0x08]))
        }
        let start = position
        let bytes = try escape()
        let isClass = start < text.count && "dDwWsS".utf8.contains(text[start])
        let single = isClass ? nil : (UInt8.min...UInt8.max).first { bytes.contains($0) }
        return (single, bytes)
    }

    /// Behind the backslash.
    mutating func escape() throws(Problem) -> ByteSet {
        guard let byte = next else { throw Problem("it ends in a backslash") }
        position += 1
        switch byte {
        case UInt8(ascii: "d"): return .digits
        case UInt8(ascii: "D"): return ByteSet.digits.inverted
        case UInt8(ascii: "w"): return .wordBytes
        case UInt8(ascii: "W"): return ByteSet.wordBytes.inverted
        case UInt8(ascii: "s"): return .spaces
        case UInt8(ascii: "S"): return ByteSet.spaces.inverted
        case UInt8(ascii: "t"): return ByteSet([0x09])
        case UInt8(ascii: "n"): return ByteSet([0x0A])
        case UInt8(ascii: "r"): return ByteSet([0x0D])
        case UInt8(ascii: "f"): return ByteSet([0x0C])
        case UInt8(ascii: "v"): return ByteSet([0x0B])
        case UInt8(ascii: "e"): return ByteSet([0x1B])
        case UInt8(ascii: "x"): return ByteSet([try hexadecimal()])
        case _ where byte.isLetter || byte.isDigit:
            throw Problem("'\\\(Character(Unicode.Scalar(byte)))' is not known")
        default: return ByteSet([byte])
        }
    }

    private mutating func hexadecimal() throws(Problem) -> UInt8 {
        let digits = text[min(position, text.count)...].prefix(2)
        let number = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
        let isHex = digits.allSatisfy { $0.isDigit || (97...102).contains(lowered($0)) }
        guard let number, digits.count == 2, isHex else {
            throw Problem("'\\x' needs two digits of a hexadecimal number, as in \\x1B")
        }
        position += 2
        return number
    }
}
