/// A text that is searched for in the names of keys, whether its letters are small or capital.
struct KeyNeedle: Sendable, Hashable {
    private let text: String
    /// nil: not only ASCII, so that letters are compared as a language does.
    private let bytes: [UInt8]?

    init(_ text: String) {
        self.text = text.lowercased()
        let bytes = Array(self.text.utf8)
        // What is shown as `\xFF` is no text in the name itself.
        self.bytes = bytes.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "\\") } ? bytes : nil
    }

    func isIn(_ text: String) -> Bool { text.lowercased().contains(self.text) }

    func isIn(_ key: [UInt8]) -> Bool {
        guard let bytes, let first = bytes.first else { return isIn(KeyText.text(key)) }
        guard key.count >= bytes.count else { return false }
        return (0...(key.count - bytes.count)).contains { start in
            Self.small(key[start]) == first
                && bytes.indices.allSatisfy { Self.small(key[start + $0]) == bytes[$0] }
        }
    }

    private static func small(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
}
