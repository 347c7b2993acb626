/// Hides what looks like a secret in text that is shown as an example: the value beside a name such
/// as `password` or `token`, what stands before the `@` of a URL, and long runs of letters and digits.
///
/// A guess, and on the safe side: an example needs its form, not its values.
package enum SecretMask {
    static let mask = "…"

    private static let names: [StaticString] = [
        "password", "passwd", "passphrase", "pwd", "secret", "token", "authorization", "auth",
        "apikey", "api_key", "api-key", "cookie", "session_id", "session-id", "sessionid", "sessid",
        "credential", "bearer", "basic",
        "signature", "jwt",
    ]
    /// A run of letters and digits that is longer is cut to its first eight.
    private static let longestRun = 24

    /// Whether a field's name says that its value is a secret.
    static func isSecret(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        names.contains { word in
            guard name.count >= word.utf8CodeUnitCount else { return false }
            return (0...(name.count - word.utf8CodeUnitCount)).contains { name.has(word, at: $0) }
        }
    }

    package static func masking(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var shown: [UInt8] = []
        var index = 0
        while index < text.count {
            guard isWordByte(text[index]) else {
                if text.has("://", at: index), let end = endOfCredentials(text, index + 3) {
                    shown += Array("://".utf8) + Array(mask.utf8)
                    index = end
                    continue
                }
                shown.append(text[index])
                index += 1
                continue
            }
            var end = index
            while end < text.count, isWordByte(text[end]) { end += 1 }
            let word = text.part(index..<end)
            if isSecret(word), let value = valueStart(text, end) {
                shown += text[index..<value]
                shown += Array(mask.utf8)
                index =
                    word.has("cookie", at: word.count - 6)
                    ? endOfCookies(text, value) : endOfSecret(text, value)
            } else {
                shown +=
                    word.count > longestRun ? Array(word.prefix(8)) + Array(mask.utf8) : Array(word)
                index = end
            }
        }
        return shown
    }

    /// Behind `=`, `: `, `":"` or a space; nil where nothing follows a name.
    private static func valueStart(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
        var index = start
        while index < text.count, index - start < 6, " \"'\\:=".utf8.contains(text[index]) {
            index += 1
        }
        return index > start && index < text.count && !",;)}]&".utf8.contains(text[index])
            ? index : nil
    }

    /// Behind the value, and behind the word after it where the value is the name of a scheme:
    /// `Bearer …`.
    private static func endOfSecret(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        let end = endOfValue(text, start)
        let value = text.part(start..<end)
        let isScheme = (["bearer", "basic", "digest"] as [StaticString]).contains {
            equalIgnoringCase(value, $0)
        }
        guard isScheme, end < text.count, text[end] == UInt8(ascii: " ") else { return end }
        return endOfValue(text, end + 1)
    }

    /// A cookie's header holds several.
    private static func endOfCookies(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        text[start...].firstIndex { "\"'".utf8.contains($0) } ?? text.count
    }

    private static func endOfValue(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        text[start...].firstIndex { $0.isSpace || "\"',;&)}]".utf8.contains($0) } ?? text.count
    }

    /// The `@` of `user:password@host`; nil for an address without.
    private static func endOfCredentials(
        _ text: UnsafeBufferPointer<UInt8>, _ start: Int
    ) -> Int? {
        let end = text[start...].firstIndex { $0.isSpace || "/\"'".utf8.contains($0) }
        return text[start..<(end ?? text.count)].lastIndex(of: UInt8(ascii: "@"))
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }
}
