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
