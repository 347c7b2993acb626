/// Puts invalidations that are one happening together: what the same author published in a row, as of a
/// change of the catalogue, and what a script purged in a row.
struct InvalidationGroups {
    /// Seconds of silence after which the next is another: a listener removes once more after 3 s.
    private static let pause = 5.0
    /// The same between purges of a cachetop: an operator needs longer for a second one.
    private static let scriptPause = 2.0
    /// A shop that invalidates all the time has a line a minute.
    private static let longest = 60.0

    /// Oldest first.
    private(set) var happenings: [Happening] = []
    private var open: [Author: Int] = [:]
    private var rates: [Int: GroupRates] = [:]

    struct Author: Hashable {
        var by: String?
        var via: InvalidationRecord.Way

        init(_ entry: TimelineEntry) {
            by = entry.by
            via = entry.via ?? .observed
        }
    }

    /// - Parameters:
    ///   - records: in any order.
    ///   - older: entries whose records are no longer known.
    init(_ records: [InvalidationRecord], older: [TimelineEntry] = []) {
        for entry in older { add(Happening(entry: entry), canJoin: true) }
        for record in records.sorted(by: { $0.at < $1.at }) {
            let canJoin =
                record.via == .observed || record.outcome == .done && record.changedSomething
            add(
                Happening(entry: TimelineEntry(record), records: [record]), canJoin: canJoin)
        }
    }

    private mutating func add(_ next: Happening, canJoin: Bool) {
        let author = Author(next.entry)
        guard canJoin else { return happenings.append(next) }
        if let index = open[author], happenings.indices.contains(index) {
            let first = happenings[index].entry
            let end = first.until ?? first.at
            let pause = author.via == .observed ? Self.pause : Self.scriptPause
            if next.entry.at.seconds(since: end) <= pause,
                (next.entry.until ?? next.entry.at).seconds(since: first.at) <= Self.longest
            {
                rates[index, default: GroupRates(first)].add(next.entry)
                happenings[index].entry.join(next.entry)
                happenings[index].entry.set(rates[index]?.largest)
                happenings[index].records += next.records
                return
            }
        }
        open[author] = happenings.count
        happenings.append(next)
    }
}

extension TimelineEntry {
    init(_ record: InvalidationRecord) {
        let steps = record.steps ?? []
        let counters = steps.filter { $0.counter != nil }
        let end = record.lastReportAt
        self.init(
            at: record.at, until: end > record.at ? end : nil, kind: .invalidation,
            by: record.by, message: "\(record.scope): \(record.message)")
        via = record.via
        resource = record.resources?.count == 1 ? record.resources?.first : nil
        keys = record.keysGone
        if let only = counters.first, counters.count == 1 {
            counter = only.counter
            from = (only.from ?? record.from).map { "\($0)" }
            to = (only.to ?? record.to).map { "\($0)" }
        } else if counters.isEmpty {
            from = record.from.map { "\($0)" }
            to = record.to.map { "\($0)" }
        }
        aftermath = record.aftermath
        ratesOf = aftermath == nil ? nil : record.resources
    }

    fileprivate mutating func set(_ rates: GroupRates.Part?) {
        (aftermath, ratesOf) = (rates?.rates, rates?.resources)
    }

    /// Takes in a later one of the same happening, but for its rates.
    fileprivate mutating func join(_ next: TimelineEntry) {
        until = max(until ?? at, next.until ?? next.at)
        if let more = next.keys { keys = saturatingSum(keys ?? 0, more) }
        if resource != next.resource { resource = nil }
        if counter == next.counter || next.counter == nil {
            if next.to != nil { to = next.to }
        } else if counter == nil, keys != nil {
            (counter, from, to) = (next.counter, next.from, next.to)
        }
        message = "Several in a row, which invalidations[] has one by one."
    }
}

extension InvalidationRecord {
    /// Keys that went by it; nil: not known.
    var keysGone: UInt64? {
        let unlinked = (steps ?? []).filter { $0.kind == .unlink }.compactMap(\.count)
        guard via == .observed, !unlinked.isEmpty else { return keysRemoved }
        return unlinked.reduce(UInt64(0), saturatingSum)
    }
}
