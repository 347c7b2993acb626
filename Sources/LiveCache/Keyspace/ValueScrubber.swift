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
        let text = KeyText.text(Self.withoutCutCharacter(masked, isWhole: isWhole))
        guard secrets.isHarmless(text) else {
            return .withheld("Not shown: a secret of cachetop's own may be in it.")
        }
        return .text(text, isWhole: isWhole)
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
