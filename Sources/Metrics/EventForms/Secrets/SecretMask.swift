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
            if isSecret(word), let value = SecretPlace(behind: end, in: text) {
                shown += text[index..<value.start]
                shown += Array(mask.utf8)
                index = word.has("cookie", at: word.count - 6) ? value.endOfCookies : value.end
            } else {
                shown +=
                    word.count > longestRun ? Array(word.prefix(8)) + Array(mask.utf8) : Array(word)
                index = end
            }
        }
        return shown
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
