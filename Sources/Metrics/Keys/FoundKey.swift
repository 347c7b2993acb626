/// A key that a search has found: what is counted of it, and how its name is known.
package struct FoundKey: Sendable, Hashable, Codable {
    package enum Place: String, Sendable, Hashable, Codable, CaseIterable {
        /// Its look-ups are counted.
        case events
        /// A sweep has met it.
        case sweep
    }

    package var counted: Snapshot.TopKey
    package var seenIn: [Place]

    package init(_ counted: Snapshot.TopKey, seenIn: [Place]) {
        self.counted = counted
        self.seenIn = seenIn
    }

    private enum CodingKeys: CodingKey { case seenIn }

    /// One object, with the fields of `topKeys`.
    package init(from decoder: any Decoder) throws {
        counted = try Snapshot.TopKey(from: decoder)
        seenIn = try decoder.container(keyedBy: CodingKeys.self)
            .decode([Place].self, forKey: .seenIn)
    }

    package func encode(to encoder: any Encoder) throws {
        try counted.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(seenIn, forKey: .seenIn)
    }
}
