package enum JSONText {
    /// JSONEncoder leaves DEL, C1 and bidi controls raw; a terminal that shows the file would
    /// obey them. They can stand only inside strings, so replacing bytes is enough.
    package static func escapingControls(_ json: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(json.count)
        for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
            if mustEscape(scalar.value) {
                let hex = String(scalar.value, radix: 16)
                let padding = String(repeating: "0", count: max(0, 4 - hex.count))
                result.append(contentsOf: "\\u\(padding)\(hex)".utf8)
            } else {
                result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        return result
    }

    static func mustEscape(_ value: UInt32) -> Bool {
        switch value {
        case 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
