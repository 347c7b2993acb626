/// What happened besides invalidations, as far as it was measured in this run: the newest 200, with texts
/// of at most 512 bytes, so in about 256 KiB. Beside it the 200 newest invalidations of the shop whose
/// records had to go for others.
struct HappeningBook: Sendable {
    static let limit = 200
    static let textLimit = 512

    struct Item: Sendable, Hashable {
        var entry: TimelineEntry
        /// The slots whose hit rate tells what it did; nil: it did nothing to it.
        var slots: [Int]?
        var aftermath: Aftermath?
    }

    /// In the order of their beginnings.
    private(set) var items: [Item] = []
    private(set) var older: [TimelineEntry] = []

    /// Adds it, or replaces what was known of the same happening.
    mutating func put(_ entry: TimelineEntry, slots: [Int]? = nil) {
        var entry = entry
        entry.message = Self.cut(entry.message)
        if let index = items.lastIndex(where: { $0.entry.isSame(as: entry) }) {
            // Other slots have another rate before.
            let isFollowed = items[index].slots == slots
            items[index] = Item(
                entry: entry, slots: slots, aftermath: isFollowed ? items[index].aftermath : nil)
            return
        }
        let place = items.lastIndex { $0.entry.at <= entry.at }.map { $0 + 1 } ?? 0
        items.insert(Item(entry: entry, slots: slots), at: place)
        if items.count > Self.limit { items.removeFirst() }
    }

    /// It was something else.
    mutating func remove(_ entry: TimelineEntry) {
        items.removeAll { $0.entry.isSame(as: entry) }
    }

    mutating func setAftermath(_ aftermath: Aftermath?, at index: Int) {
        items[index].aftermath = aftermath
    }

    /// A record of the shop's that is forgotten stays as a part of its happening.
    mutating func keep(forgotten record: InvalidationRecord) {
        // A cachetop's has a record of its own.
        guard record.via == .observed, record.by != PurgeAnnouncement.source else { return }
        older = InvalidationGroups([record], older: older).happenings.map(\.entry)
        if older.count > Self.limit { older.removeFirst() }
    }

    /// Oldest first.
    var entries: [TimelineEntry] {
        items.map { item in
            var entry = item.entry
            entry.aftermath = item.aftermath?.shown
            return entry
        }
    }

    private static func cut(_ text: String) -> String {
        guard text.utf8.count > textLimit else { return text }
        var text = text
        while text.utf8.count > textLimit { text.removeLast() }
        return text + "…"
    }
}
