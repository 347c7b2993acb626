/// The ten most missed keys at the beginning of each minute, with what they missed in the minute before.
///
/// A shown table is never newer than the moment that it is shown for. With long keys it reaches back
/// less far: all tables together have a limit in bytes.
struct KeyTables: Sendable {
    static let rows = 10
    static let byteLimit = 576 * 1024
    private static let longestKey = 200
    private static let most = 1440
    private static let overhead = 64

    private struct Table: Sendable {
        var at: Timestamp
        var bytes: [UInt8]
        /// The counts are of one minute, not of all time.
        var isOfMinute: Bool
        var byteCount: Int { bytes.count + KeyTables.overhead }
    }

    private var tables: [Table] = []
    private(set) var byteCount = 0

    mutating func note(_ snapshot: Snapshot) {
        let at = snapshot.takenAt
        while let last = tables.last, last.at > at { byteCount -= tables.removeLast().byteCount }
        if let last = tables.last, minute(last.at) >= minute(at) {
            // Before the first event there was nothing to record.
            guard last.bytes.isEmpty, !snapshot.topKeys.isEmpty else { return }
            byteCount -= tables.removeLast().byteCount
        }
        var bytes: [UInt8] = []
        let names = snapshot.resources.map(\.name)
        let lastMinute = snapshot.topKeys.ofMinute
        let rows = lastMinute ?? snapshot.topKeys
        for key in rows.prefix(Self.rows) { bytes += row(key, names) }
        let table = Table(at: at, bytes: bytes, isOfMinute: lastMinute != nil)
        tables.append(table)
        byteCount += table.byteCount
        while let first = tables.first, tables.count > 1,
            byteCount > Self.byteLimit || minute(at) - minute(first.at) >= Int64(Self.most)
        {
            byteCount -= tables.removeFirst().byteCount
        }
    }

    /// The newest of the minute before a moment; nil: none was recorded.
    func table(at moment: Timestamp, resources: [String]) -> (at: Timestamp, [Snapshot.TopKey])? {
        guard let table = tables.last(where: { $0.at <= moment }),
            moment.seconds(since: table.at) < 60
        else { return nil }
        var rest = table.bytes[...]
        var keys: [Snapshot.TopKey] = []
        while let length = rest.popFirst(), let resource = rest.popFirst(), rest.count >= 8 {
            var coder = FrameCoder(reading: Array(rest.prefix(8)), at: table.at)
            var counts = HitCounts()
            coder.number(&counts.hits)
            coder.number(&counts.misses)
            rest = rest.dropFirst(8)
            var key = Snapshot.TopKey(
                key: String(decoding: rest.prefix(Int(length)), as: UTF8.self),
                resource: resources.indices.contains(Int(resource))
                    ? resources[Int(resource)] : nil,
                hits: counts.hits, misses: counts.misses)
            if table.isOfMinute {
                key.windows = [Window(seconds: 60, coveredSeconds: 60, counts: counts)]
            }
            keys.append(key)
            rest = rest.dropFirst(Int(length))
        }
        return (table.at, keys)
    }

    private func row(_ key: Snapshot.TopKey, _ names: [String]) -> [UInt8] {
        var text = Substring(key.key)
        if text.utf8.count > Self.longestKey {
            // Whole characters, and a sign that there is more.
            while text.utf8.count > Self.longestKey { text = text.dropLast() }
            text += "…"
        }
        let name = key.resource.flatMap { names.firstIndex(of: $0) }
        var coder = FrameCoder(writingAt: Timestamp(milliseconds: 0))
        var counts = HitCounts(hits: key.hits, misses: key.misses)
        coder.number(&counts.hits)
        coder.number(&counts.misses)
        return [UInt8(clamping: text.utf8.count), UInt8(clamping: name ?? Int(UInt8.max))]
            + coder.bytes + text.utf8
    }

    private func minute(_ moment: Timestamp) -> Int64 { moment.milliseconds / 60_000 }
}

extension [Snapshot.TopKey] {
    /// Those that missed in the last minute, most misses first, with the counts of that minute; nil: nothing is
    /// known of single minutes.
    fileprivate var ofMinute: [Snapshot.TopKey]? {
        guard contains(where: { !$0.windows.isEmpty }) else { return nil }
        return compactMap { key in
            guard let window = key.window(60) else { return nil }
            var key = key
            (key.hits, key.misses) = (window.hits, window.misses)
            return key
        }.sorted { $0.misses != $1.misses ? $0.misses > $1.misses : $0.key < $1.key }
    }
}
