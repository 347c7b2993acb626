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
    /// - Parameter part: of what is drawn in several rows.
    case finding(String, part: String)
    /// - Parameter identity: what distinguishes it from others of the same moment.
    case happening(String, at: Timestamp, identity: String)

    /// Names of keys are equal when their bytes are: two spellings of one character are two keys.
    package static func == (one: RowID, other: RowID) -> Bool {
        switch (one, other) {
        case (.resource(let name), .resource(let with)), (.counter(let name), .counter(let with)),
            (.key(let name), .key(let with)):
            name.utf8.elementsEqual(with.utf8)
        case (.keyList(let kind), .keyList(let with)): kind == with
        case (.finding(let text, let part), .finding(let with, let other)):
            text == with && part == other
        // Its text changes while more becomes known of it.
        case (.happening(_, let at, let identity), .happening(_, let time, let other)):
            at == time && identity == other
        case (.resource, _), (.counter, _), (.key, _), (.keyList, _), (.happening, _),
            (.finding, _):
            false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .resource(let name), .counter(let name), .key(let name): hasher.combine(name)
        case .keyList(let kind): hasher.combine(kind)
        case .finding(let text, let part):
            hasher.combine(text)
            hasher.combine(part)
        case .happening(_, let at, let identity):
            hasher.combine(at)
            hasher.combine(identity)
        }
    }

    /// For a sentence about it.
    var name: String {
        switch self {
        case .resource(let name), .counter(let name): name
        case .key(let name): name.shownName
        case .keyList(let kind): kind.title
        case .happening(let text, _, _), .finding(let text, _): text
        }
    }
}
