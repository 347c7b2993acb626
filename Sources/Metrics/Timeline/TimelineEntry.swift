/// One happening, as the snapshot's `timeline[]` has it: a mark so far. A kind that this version does not
/// know is `other`, which the screen passes over.
package struct TimelineEntry: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable {
        /// What an operator or a deployment wrote with `cachetop mark`.
        case mark
        case other

        package init(from decoder: any Decoder) throws {
            let text = try decoder.singleValueContainer().decode(String.self)
            self = Kind(rawValue: text) ?? .other
        }
    }

    package var at: Timestamp
    package var kind: Kind
    /// user@host.
    @Nullable package var by: String?
    package var message: String

    package init(at: Timestamp, kind: Kind, by: String?, message: String) {
        self.at = at
        self.kind = kind
        self.by = by
        self.message = message
    }
}
