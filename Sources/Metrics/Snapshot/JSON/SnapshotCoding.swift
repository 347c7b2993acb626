import FoundationEssentials

extension KeyedDecodingContainer {
    /// A field that an older snapshot lacks reads as unknown.
    package func decode<Value>(
        _ type: Nullable<Value>.Type, forKey key: Key
    ) throws -> Nullable<Value> {
        try decodeIfPresent(type, forKey: key) ?? Nullable(wrappedValue: nil)
    }

    /// An older snapshot has no listeners.
    package func decode(
        _ type: [Snapshot.Listener].Type, forKey key: Key
    ) throws -> [Snapshot.Listener] {
        try decodeIfPresent(type, forKey: key) ?? []
    }

    /// An older snapshot lacks some of the lists.
    package func decode<Element: LaterListed>(
        _ type: [Element].Type, forKey key: Key
    ) throws -> [Element] {
        try decodeIfPresent(type, forKey: key) ?? []
    }

    /// An older snapshot has no curve.
    package func decode(
        _ type: [ResourceReport.TTLStep].Type, forKey key: Key
    ) throws -> [ResourceReport.TTLStep] {
        try decodeIfPresent(type, forKey: key) ?? []
    }

    /// An older snapshot has no windows of keys.
    func decode(_ type: [Window].Type, forKey key: Key) throws -> [Window] {
        try decodeIfPresent(type, forKey: key) ?? []
    }

    /// An older snapshot has no examples of keys.
    func decode(
        _ type: [ResourceReport.Example].Type, forKey key: Key
    ) throws -> [ResourceReport.Example] {
        try decodeIfPresent(type, forKey: key) ?? []
    }

    /// A part of an entry that an older snapshot lacks is empty.
    func decode(
        _ type: [TimelineEntry.Part].Type, forKey key: Key
    ) throws -> [TimelineEntry.Part] {
        try decodeIfPresent(type, forKey: key) ?? []
    }

    /// An older snapshot does not say whose memory it is.
    func decode(_ type: [MemoryShare].Type, forKey key: Key) throws -> [MemoryShare] {
        try decodeIfPresent(type, forKey: key) ?? []
    }

    /// An older snapshot has no seconds of all look-ups.
    func decode(_ type: [Double?].Type, forKey key: Key) throws -> [Double?] {
        try decodeIfPresent(type, forKey: key) ?? []
    }

    /// A list that an older snapshot lacks is empty.
    func decode(_ type: [TimelineEntry].Type, forKey key: Key) throws -> [TimelineEntry] {
        try decodeIfPresent(type, forKey: key) ?? []
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
