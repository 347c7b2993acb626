/// One measured value of a finding: a number or a name.
package enum Evidence: Sendable, Hashable, Codable {
    case number(Double)
    case text(String)

    package init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else {
            self = .text(try value.decode(String.self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        // NaN and infinity have no JSON.
        case .number(let number) where !number.isFinite: try container.encode("\(number)")
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        }
    }

    static func count(_ number: some BinaryInteger) -> Evidence { .number(Double(number)) }
    static func moment(_ at: Timestamp) -> Evidence { .text("\(at)") }
}

extension [String: Evidence] {
    /// Without what is not known.
    static func known(_ values: [String: Evidence?]) -> Self { values.compactMapValues(\.self) }
}
