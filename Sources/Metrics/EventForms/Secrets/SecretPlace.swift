/// Where the value of a secret's name lies: behind `=`, `: `, `":"`, a space, the length of a serialised
/// PHP string, or bytes that are no text. Rather too much is taken than too little.
struct SecretPlace {
    let start: Int
    let end: Int
    /// A cookie's header holds several values.
    let endOfCookies: Int

    /// - Returns: nil where nothing follows the name.
    init?(behind name: Int, in text: UnsafeBufferPointer<UInt8>) {
        if let (start, length) = Self.serialised(name, text) {
            self.start = start
            end = min(text.count, start + length)
            endOfCookies = end
            return
        }
        var index = name
        while index < text.count, index - name < 6, Self.isBetween(text[index]) { index += 1 }
        guard index > name, index < text.count else { return nil }
        start = index
        let last = text[index - 1]
        if Self.isQuote(last) {
            let escapes = Self.escapes(before: index - 1, text)
            guard text[index] != last else { return nil }
            end = Self.endOfQuoted(last, escapes, text, index)
            endOfCookies = end
            return
        }
        guard !",;)}]".utf8.contains(text[index]) else { return nil }
        end = Self.endOfBare(text, index)
        endOfCookies = text[index...].firstIndex { Self.isQuote($0) } ?? text.count
    }

    /// `";s:13:"`, as PHP writes between a name and its value.
    private static func serialised(
        _ name: Int, _ text: UnsafeBufferPointer<UInt8>
    ) -> (start: Int, length: Int)? {
        var index = name
        func skip(_ byte: UInt8) -> Bool {
            while index < text.count, text[index] == UInt8(ascii: "\\") { index += 1 }
            guard index < text.count, text[index] == byte else { return false }
            index += 1
            return true
        }
        guard skip(UInt8(ascii: "\"")), skip(UInt8(ascii: ";")), skip(UInt8(ascii: "s")),
            skip(UInt8(ascii: ":"))
        else { return nil }
        var length = 0
        while index < text.count, text[index].isDigit, length < 1 << 30 {
            length = length * 10 + Int(text[index] - UInt8(ascii: "0"))
            index += 1
        }
        guard skip(UInt8(ascii: ":")), skip(UInt8(ascii: "\"")) else { return nil }
        return (index, length)
    }

    /// Behind the value, and behind the word after it where the value is the name of a scheme:
    /// `Bearer …`.
    private static func endOfBare(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        let end = endOfWord(text, start)
        let value = text.part(start..<end)
        let isScheme = (["bearer", "basic", "digest"] as [StaticString]).contains {
            equalIgnoringCase(value, $0)
        }
        guard isScheme, end < text.count, text[end] == UInt8(ascii: " ") else { return end }
        return endOfWord(text, end + 1)
    }

    private static func endOfWord(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        text[start...].dropFirst().firstIndex {
            $0.isSpace || isQuote($0) || $0 == UInt8(ascii: "&")
        } ?? text.count
    }

    /// The quote that ends it has no more escapes than the one that began it.
    private static func endOfQuoted(
        _ quote: UInt8, _ escapes: Int, _ text: UnsafeBufferPointer<UInt8>, _ start: Int
    ) -> Int {
        let end = text.indices[start...].first {
            text[$0] == quote && self.escapes(before: $0, text) <= escapes
        }
        return end.map { $0 - escapes } ?? text.count
    }

    private static func escapes(before index: Int, _ text: UnsafeBufferPointer<UInt8>) -> Int {
        text[..<index].reversed().prefix { $0 == UInt8(ascii: "\\") }.count
    }

    private static func isQuote(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
    }

    private static func isBetween(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte >= 0x7F || " \"'\\:=".utf8.contains(byte)
    }
}
