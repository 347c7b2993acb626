import Metrics

/// Makes the first bytes of a value harmless to show: what looks like a secret is masked, and nothing is
/// shown in which one of cachetop's own secrets could be.
struct ValueScrubber: Sendable {
    /// Bytes of a value that are read.
    static let length = 256

    let isAllowed: Bool
    private let secrets: SecretGuard

    init(isAllowed: Bool, secrets: [String]) {
        self.isAllowed = isAllowed
        self.secrets = SecretGuard(secrets)
    }

    func scrubbed(_ bytes: [UInt8], isWhole: Bool) -> KeyInspection.Value {
        let masked = bytes.withUnsafeBufferPointer { SecretMask.masking($0) }
        let text = Self.withoutCutSecret(
            KeyText.text(Self.withoutCutCharacter(masked, isWhole: isWhole)), isWhole: isWhole)
        guard secrets.isHarmless(text) else {
            return .withheld("Not shown: a secret of cachetop's own may be in it.")
        }
        return .text(text, isWhole: isWhole)
    }

    /// What looks like a secret only with what follows the cut: a long word, the part of a URL that may
    /// hold a password.
    private static func withoutCutSecret(_ text: String, isWhole: Bool) -> String {
        guard !isWhole else { return text }
        var kept = text[...]
        if let scheme = text.ranges(of: "://").last,
            !text[scheme.upperBound...].contains(where: { "/@ \"'".contains($0) })
        {
            kept = text[..<scheme.upperBound]
        }
        let word = kept.reversed().prefix { $0.isLetter || $0.isNumber || "-_+=".contains($0) }
        return word.count < 8 ? String(kept) : String(kept.dropLast(word.count))
    }

    /// A character that the end of the range has cut is no broken text.
    private static func withoutCutCharacter(_ bytes: [UInt8], isWhole: Bool) -> [UInt8] {
        guard !isWhole, let start = bytes.suffix(4).lastIndex(where: { $0 & 0xC0 != 0x80 }) else {
            return bytes
        }
        let width = bytes[start] < 0xC0 ? 1 : bytes[start] < 0xE0 ? 2 : bytes[start] < 0xF0 ? 3 : 4
        return start + width > bytes.count ? Array(bytes[..<start]) : bytes
    }
}
