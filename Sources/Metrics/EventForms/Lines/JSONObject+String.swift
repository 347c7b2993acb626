extension JSONObject {
    /// The bytes that a string literal stands for, as UTF-8. nil for what is no string, or has an
    /// escape that there is not. Half a surrogate pair becomes U+FFFD.
    static func string(_ literal: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        let quote = UInt8(ascii: "\"")
        guard literal.count >= 2, literal.first == quote, literal.last == quote else { return nil }
        let inside = literal.part(1..<(literal.count - 1))
        guard inside.contains(UInt8(ascii: "\\")) else { return Array(inside) }
        var text: [UInt8] = []
        text.reserveCapacity(inside.count)
        var index = 0
        while index < inside.count {
            guard inside[index] == UInt8(ascii: "\\") else {
                text.append(inside[index])
                index += 1
                continue
            }
            guard index + 1 < inside.count else { return nil }
            if inside[index + 1] == UInt8(ascii: "u") {
                guard let (scalar, length) = scalar(inside, at: index) else { return nil }
                text.append(contentsOf: String(Character(scalar)).utf8)
                index += length
            } else {
                guard let byte = escaped(inside[index + 1]) else { return nil }
                text.append(byte)
                index += 2
            }
        }
        return text
    }

    private static func escaped(_ mark: UInt8) -> UInt8? {
        switch mark {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): mark
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }

    /// `\uXXXX`, or the two of a surrogate pair, and how many bytes they take.
    private static func scalar(
        _ text: UnsafeBufferPointer<UInt8>, at start: Int
    ) -> (Unicode.Scalar, Int)? {
        guard let unit = unit(text, at: start) else { return nil }
        if let scalar = Unicode.Scalar(unit) { return (scalar, 6) }
        if unit < 0xDC00, let low = self.unit(text, at: start + 6), (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        {
            return (scalar, 12)
        }
        return ("\u{FFFD}", 6)
    }

    private static func unit(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> UInt32? {
        guard start + 6 <= text.count, text[start] == UInt8(ascii: "\\"),
            text[start + 1] == UInt8(ascii: "u")
        else { return nil }
        var unit: UInt32 = 0
        for byte in text[(start + 2)..<(start + 6)] {
            switch lowered(byte) {
            case 48...57: unit = unit << 4 | UInt32(byte - 48)
            case 97...102: unit = unit << 4 | UInt32(lowered(byte) - 87)
            default: return nil
            }
        }
        return unit
    }
}
