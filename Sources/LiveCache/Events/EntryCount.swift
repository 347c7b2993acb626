import Metrics

/// How many entries of a stream to ask for in one reply, by the size of the last ones: a reply stays below 64 KB,
/// for the sake of the server's other clients, and at a pace it is as small as the pace says.
struct EntryCount: Sendable, Hashable {
    static let replyBytes = 64_000
    static let most = 1000
    /// Of the first reply, before the size of entries is known.
    static let first = 10
    /// What `WorkPace` counts by: about what the server writes for an entry of one event. For an entry of 32 it
    /// works as long as for a dozen of those.
    private static let itemBytes = 64

    /// Of a whole reply.
    private(set) var whole = Self.first
    private var entryBytes = Self.itemBytes

    /// Takes a reply in. It makes the next one four times as long at most: the entries behind it may be larger.
    mutating func note(entries: Int, bytes: Int) {
        guard entries > 0 else { return }
        entryBytes = max(1, bytes / entries)
        whole = max(1, min(Self.replyBytes / entryBytes, Self.most, 4 * whole))
    }

    /// A reply was larger than can be taken.
    mutating func noteTooLarge() { whole = max(1, whole / 4) }

    /// How many entries to ask for at this pace.
    func entries(at pace: WorkPace) -> Int {
        let items = pace.count(upTo: Self.replyBytes / Self.itemBytes)
        return max(1, min(whole, Self.parts(items * Self.itemBytes, of: entryBytes)))
    }

    /// What `WorkPace` counts of a reply.
    static func items(bytes: Int) -> Int { parts(bytes, of: itemBytes) }

    /// A part of one counts as one: rounded down twice, a single large entry would never become two.
    private static func parts(_ bytes: Int, of size: Int) -> Int { (bytes + size - 1) / size }
}
