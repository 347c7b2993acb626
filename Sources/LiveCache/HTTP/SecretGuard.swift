import FoundationEssentials

/// Decides whether foreign text may be shown: only when no spelling of a secret can be in it.
///
/// An API that repeats a request spells it in its own way, and may cut it. So the text is decoded by
/// every escape that JSON, URLs and HTML have and from Base64, in every order (`EscapeDecoding`), and
/// each form is searched for any four characters of a secret in a row, for parts of its Base64 and of
/// its hexadecimal form. What can't be decoded to an end is not shown. Harmless text is sometimes lost
/// by this; a status and a sentence of ours are always left.
struct SecretGuard: Sendable {
    /// So many characters in a row of a secret are a part of it.
    private static let window = 4
    /// Of Base64 and hexadecimal text: four bytes and more.
    private static let codedWindow = 6
    static let longestText = 500
    static let longestWord = 40

    private var plain = Needles()
    private var coded = Needles()

    init(_ secrets: [String]) {
        for secret in secrets where !secret.isEmpty {
            plain.insert(secret.lowercased(), window: Self.window)
            let bytes = Array(secret.utf8)
            guard bytes.count >= Self.window else { continue }
            for text in Self.base64(bytes) + [Self.hex(bytes)] {
                coded.insert(text, window: Self.codedWindow)
            }
        }
    }

    /// The text on one line, cut to `length`; nil: it may have a secret in it, or is empty.
    func harmless(_ text: String, length: Int = 160) -> String? {
        let text = String(text.prefix(Self.longestText))
        guard let forms = EscapeDecoding.forms(of: text), !forms.contains(where: mayTell) else {
            return nil
        }
        // A word this long is an identifier or a token, and nothing that a sentence needs.
        let words = text.split { $0.isWhitespace }.map {
            $0.count > Self.longestWord ? "…" : String($0)
        }
        let line = words.joined(separator: " ")
        if line.isEmpty { return nil }
        return line.count > length ? line.prefix(length) + "…" : line
    }

    /// Whether no spelling of a secret can be in it.
    func isHarmless(_ text: String) -> Bool {
        if isEmpty { return true }
        guard let forms = EscapeDecoding.forms(of: text) else { return false }
        return !forms.contains(where: mayTell)
    }

    private var isEmpty: Bool { plain.isEmpty && coded.isEmpty }

    private func mayTell(_ form: String) -> Bool {
        if plain.arePart(of: form.lowercased()) { return true }
        // Both alphabets of Base64, and none of the line ends that it is wrapped with.
        let code = String(
            form.filter { !$0.isWhitespace }.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        return coded.arePart(of: code) || coded.arePart(of: code.lowercased())
    }

    /// What Base64 makes of the bytes at each of the three places in a group where they may begin,
    /// without the characters that depend on what stands beside them.
    private static func base64(_ bytes: [UInt8]) -> [String] {
        (0..<3).map { offset in
            let whole = Data(Array(repeating: 0, count: offset) + bytes).base64EncodedString()
            let first = (offset * 8 + 5) / 6
            let end = (offset + bytes.count) * 8 / 6
            return String(whole.dropFirst(first).prefix(max(0, end - first)))
        }
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// Short texts, any of which is looked for in a longer one.
private struct Needles: Sendable {
    private var texts: Set<String> = []
    private var lengths: Set<Int> = []

    var isEmpty: Bool { texts.isEmpty }

    /// All runs of `window` characters, or all of a shorter text.
    mutating func insert(_ text: String, window: Int) {
        let characters = Array(text)
        let length = min(window, characters.count)
        guard length > 0 else { return }
        lengths.insert(length)
        for start in 0...(characters.count - length) {
            texts.insert(String(characters[start..<(start + length)]))
        }
    }

    func arePart(of text: String) -> Bool {
        let characters = Array(text)
        return lengths.contains { length in
            guard length <= characters.count else { return false }
            return (0...(characters.count - length)).contains {
                texts.contains(String(characters[$0..<($0 + length)]))
            }
        }
    }
}
