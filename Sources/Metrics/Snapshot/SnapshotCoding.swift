import FoundationEssentials

/// An optional that is always written: unknown is `null`, never a missing field.
@propertyWrapper
package struct Nullable<Value: Codable & Sendable & Hashable>: Codable, Sendable, Hashable {
    package var wrappedValue: Value?

    package init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        wrappedValue = container.decodeNil() ? nil : try container.decode(Value.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        // NaN and infinity have no JSON and say nothing: unknown.
        if let wrappedValue, (wrappedValue as? Double)?.isFinite ?? true {
            try container.encode(wrappedValue)
        } else {
            try container.encodeNil()
        }
    }
}

extension KeyedDecodingContainer {
    /// A field that an older snapshot lacks reads as unknown.
    package func decode<Value>(
        _ type: Nullable<Value>.Type, forKey key: Key
    ) throws -> Nullable<Value> {
        try decodeIfPresent(type, forKey: key) ?? Nullable(wrappedValue: nil)
    }
}

extension Snapshot {
    /// One JSON object, indented, fields in alphabetical order so that two files can be compared.
    package func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return JSONText.escapingControls(Array(try encoder.encode(self))) + [UInt8(ascii: "\n")]
    }

    /// Throws for what is no snapshot, or one of another schema.
    package init(json: [UInt8]) throws {
        self = try JSONDecoder().decode(Snapshot.self, from: Data(json))
        guard Self.readableSchemas.contains(schema) else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: [],
                    debugDescription: "the schema is \(schema); this program reads \(Self.schema)"))
        }
    }
}

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

    private static func mustEscape(_ value: UInt32) -> Bool {
        switch value {
        case 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}

package enum KeyText {
    /// A key as text for a file: UTF-8 as it is, every byte that is none as `\xHH`.
    package static func text(_ bytes: [UInt8]) -> String {
        if let whole = String(validating: bytes, as: UTF8.self) { return whole }
        var text = ""
        var rest = bytes[...]
        while let first = rest.first {
            let width = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            if rest.count >= width,
                let valid = String(validating: rest.prefix(width), as: UTF8.self)
            {
                text += valid
                rest = rest.dropFirst(width)
            } else {
                let hex = String(first, radix: 16, uppercase: true)
                text += "\\x" + (hex.count < 2 ? "0" : "") + hex
                rest = rest.dropFirst()
            }
        }
        return text
    }
}
