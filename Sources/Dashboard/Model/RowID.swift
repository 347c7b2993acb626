package import Metrics

/// What a row is about, whatever its place is now. The cursor stays on this, not on a place: rows
/// change their order every second.
package enum RowID: Sendable, Hashable {
    case resource(String)
    /// A counter, by its key.
    case counter(String)
    /// The keys of a resource that its policy does not expect.
    case keyList(KeyListKind)
    /// A key of the cache, as the snapshot writes it.
    case key(String)
    /// - Parameter identity: what distinguishes it from others of the same moment.
    case happening(String, at: Timestamp, identity: String)

    /// For a sentence about it.
    var name: String {
        switch self {
        case .resource(let name), .counter(let name), .key(let name): name
        case .keyList(let kind): kind.title
        case .happening(let text, _, _): text
        }
    }
}
