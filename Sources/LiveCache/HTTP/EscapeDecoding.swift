import FoundationEssentials

/// Takes the escapes of JSON, JavaScript, URLs, forms and HTML out of a text, and decodes Base64.
enum EscapeDecoding {
    /// How often a text may have been escaped.
    private static let depth = 4
    private static let most = 500

    /// The text as it is and decoded in every order; nil: there is no end to it.
    static func forms(of text: String) -> Set<String>? {
        var forms: Set<String> = [text]
        var newest: Set<String> = [text]
        for _ in 0..<depth {
            var next: Set<String> = []
            for form in newest {
                for decode in [backslash, percent, plus, entity, base64] {
                    next.insert(decode(form))
                }
            }
            newest = next.subtracting(forms)
            if newest.isEmpty { return forms }
            forms.formUnion(newest)
            if forms.count > most { return nil }
        }
        return nil
    }

    /// `\u0026`, `\x26`, `\/`, `\n`.
    private static func backslash(_ text: String) -> String {
        var units: [UInt16] = []
        var rest = Array(text.utf16)[...]
        while let unit = rest.popFirst() {
            guard unit == 0x5C, let kind = rest.popFirst() else {
                units.append(unit)
                continue
            }
            switch kind {
            case 0x75: units.append(hex(&rest, 4) ?? kind)
            case 0x78: units.append(hex(&rest, 2) ?? kind)
            case 0x6E: units.append(0x0A)
            case 0x72: units.append(0x0D)
            case 0x74: units.append(0x09)
            case 0x62: units.append(0x08)
            case 0x66: units.append(0x0C)
            default: units.append(kind)
            }
        }
        return String(decoding: units, as: UTF16.self)
    }

    /// `%26` in bytes, `%u0026`.
    private static func percent(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf16)[...]
        while let unit = rest.popFirst() {
            if unit == 0x25 {
                if let byte = hex(&rest, 2) {
                    bytes.append(UInt8(truncatingIfNeeded: byte))
                    continue
                }
                if rest.first == 0x75 {
                    var after = rest.dropFirst()
                    if let value = hex(&after, 4) {
                        rest = after
                        bytes += Array(String(decoding: [value], as: UTF16.self).utf8)
                        continue
                    }
                }
            }
            var units = [unit]
            if UTF16.isLeadSurrogate(unit), let second = rest.popFirst() { units.append(second) }
            bytes += Array(String(decoding: units, as: UTF16.self).utf8)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A form's `+` for a space.
    private static func plus(_ text: String) -> String { text.replacing("+", with: " ") }

    /// `&amp;`, `&#38;`, `&#x26;`.
    private static func entity(_ text: String) -> String {
        var result = ""
        var rest = Substring(text)
        while let mark = rest.firstIndex(of: "&") {
            result += rest[..<mark]
            rest = rest[mark...].dropFirst()
            guard let end = rest.prefix(10).firstIndex(of: ";"),
                let character = character(named: rest[..<end])
            else {
                result += "&"
                continue
            }
            result.append(character)
            rest = rest[end...].dropFirst()
        }
        return result + rest
    }

    /// What is Base64 in the text, decoded from each of the four places in a group where it may begin; the
    /// text itself when nothing is.
    private static func base64(_ text: String) -> String {
        let code = text.utf8.map { $0 == 0x2D ? 0x2B : $0 == 0x5F ? 0x2F : $0 }
        let runs = code.split {
            !(65...90).contains($0) && !(97...122).contains($0) && !(47...57).contains($0)
                && $0 != 0x2B
        }
        var decoded: [UInt8] = []
        for run in runs where run.count >= 8 {
            for offset in 0..<4 {
                var digits = Array(run.dropFirst(offset))
                if digits.count % 4 == 1 { digits.removeLast() }
                digits += Array(repeating: 0x3D, count: (4 - digits.count % 4) % 4)
                decoded += Data(base64Encoded: Data(digits)).map { Array($0) } ?? []
                decoded.append(0x0A)
            }
        }
        return decoded.isEmpty ? text : String(decoding: decoded, as: UTF8.self)
    }

    private static func character(named name: Substring) -> Character? {
        let names: [String: Character] = [
            "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "sol": "/",
            "plus": "+", "equals": "=", "percnt": "%", "num": "#", "commat": "@", "bsol": "\\",
        ]
        guard name.hasPrefix("#") else { return names[name.lowercased()] }
        let digits = name.dropFirst()
        let value =
            digits.lowercased().hasPrefix("x")
            ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return value.flatMap { Unicode.Scalar($0) }.map { Character($0) }
    }

    /// So many hexadecimal digits, taken off the front; nil: there are fewer.
    private static func hex(_ rest: inout ArraySlice<UInt16>, _ count: Int) -> UInt16? {
        let digits = rest.prefix(count)
        let isHex = digits.allSatisfy {
            (48...57).contains($0) || (65...70).contains($0) || (97...102).contains($0)
        }
        guard digits.count == count, isHex else { return nil }
        rest = rest.dropFirst(count)
        return UInt16(String(decoding: digits, as: UTF16.self), radix: 16)
    }
}
