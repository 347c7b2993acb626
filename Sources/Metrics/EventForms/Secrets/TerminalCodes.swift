/// Takes out what colours a log on a terminal: the escape sequences of ECMA-48.
enum TerminalCodes {
    static let escape: UInt8 = 0x1B

    /// The text without its sequences; one that does not end takes the rest with it.
    static func removed(from text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var plain: [UInt8] = []
        plain.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            if text[index] == escape {
                index = end(of: text, from: index)
            } else {
                plain.append(text[index])
                index += 1
            }
        }
        return plain
    }

    /// Behind the sequence that begins at `start`.
    private static func end(of text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard start + 1 < text.count else { return text.count }
        switch text[start + 1] {
        case UInt8(ascii: "["):
            // Parameters and intermediates, then one final byte.
            var index = start + 2
            while index < text.count, (0x20...0x3F).contains(text[index]) { index += 1 }
            return min(text.count, index + 1)
        case UInt8(ascii: "]"):
            // A title or a link: to BEL or to ESC \.
            var index = start + 2
            while index < text.count {
                if text[index] == 0x07 { return index + 1 }
                if text[index] == escape { return min(text.count, index + 2) }
                index += 1
            }
            return index
        default: return start + 2
        }
    }
}
