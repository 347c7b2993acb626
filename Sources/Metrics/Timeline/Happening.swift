/// A row of the timeline: an entry, and of an invalidation the records that it is made of.
package struct Happening: Sendable, Hashable {
    package var entry: TimelineEntry
    /// Oldest first; none of what was only measured, and of what is too long ago.
    package var records: [InvalidationRecord] = []

    package init(entry: TimelineEntry, records: [InvalidationRecord] = []) {
        self.entry = entry
        self.records = records
    }
}

extension Snapshot {
    /// What the timeline shows, oldest first. A file without entries of invalidations has their records.
    package var happenings: [Happening] {
        var happenings = timeline.filter { $0.kind != .other }.map { Happening(entry: $0) }
        var places: [InvalidationGroups.Author: [Int]] = [:]
        for (index, happening) in happenings.enumerated()
        where happening.entry.kind == .invalidation {
            places[InvalidationGroups.Author(happening.entry), default: []].append(index)
        }
        var rest: [InvalidationRecord] = []
        for record in invalidations.sorted(by: { $0.at < $1.at }) {
            let entry = TimelineEntry(record)
            let fitting = (places[InvalidationGroups.Author(entry)] ?? []).filter {
                let other = happenings[$0].entry
                return other.at <= record.at && record.at <= other.until ?? other.at
            }
            // One that stands alone amid a row of the same author's has just its own time.
            let place =
                fitting.first {
                    let other = happenings[$0].entry
                    return other.at == entry.at && other.until == entry.until
                } ?? fitting.first
            if let place {
                happenings[place].records.append(record)
            } else {
                rest.append(record)
            }
        }
        happenings += InvalidationGroups(rest).happenings
        return happenings.sorted { $0.entry.at < $1.entry.at }
    }
}
