import HTTPTypes

/// The `ETag` of a body, by which a client that has it gets 304 instead of the body again.
///
/// Weak, since it is the same for the compressed body. Made from all of the body's bytes on each answer, so
/// it has to be quick: 128 bits of two multiplications for each eight bytes, against chance and not
/// against an adversary, who does not choose what the shop says.
enum EntityTag {
    static func of(_ body: [UInt8]) -> String {
        var (a, b) = (UInt64(0x9e37_79b9_7f4a_7c15), UInt64(body.count))
        body.withUnsafeBytes { bytes in
            var index = 0
            while index < bytes.count {
                var word: UInt64 = 0
                if index + 8 <= bytes.count {
                    word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                } else {
                    for byte in bytes[index...] { word = word << 8 | UInt64(byte) }
                }
                a = mixed((a ^ word) &* 0xbf58_476d_1ce4_e5b9)
                b = mixed((b &+ word) &* 0x94d0_49bb_1331_11eb) ^ (a >> 7)
                index += 8
            }
        }
        return "W/\"\(String(a, radix: 36))-\(String(b, radix: 36))\""
    }

    private static func mixed(_ value: UInt64) -> UInt64 { value ^ (value >> 29) }

    /// Whether a client says that it has it: `If-None-Match`, a list or `*` (RFC 9110, 13.1.2).
    static func isKnown(_ tag: String, _ headers: HTTPFields) -> Bool {
        headers[values: .ifNoneMatch].flatMap { $0.split(separator: ",") }.contains { part in
            let known = part.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
            return known == "*" || strong(known) == strong(Substring(tag))
        }
    }

    private static func strong(_ tag: Substring) -> Substring {
        tag.hasPrefix("W/") ? tag.dropFirst(2) : tag
    }
}
