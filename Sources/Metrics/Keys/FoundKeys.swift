/// Where a text was found among all keys whose names are known.
package struct FoundKeys: Sendable, Hashable, Codable {
    /// More are counted, and not listed.
    package static let limit = 200

    package var text: String
    /// Keys that contain it.
    package var matches: Int
    /// There are keys whose names are not known.
    package var sampled: Bool
    /// Those with the most misses first, then by name.
    package var keys: [FoundKey]

    package init(text: String, matches: Int, sampled: Bool, keys: [FoundKey]) {
        self.text = text
        self.matches = matches
        self.sampled = sampled
        self.keys = keys
    }
}
