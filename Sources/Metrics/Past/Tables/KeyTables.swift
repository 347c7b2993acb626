/// The ten most missed keys at the beginning of each minute, with what they missed in the minute before.
struct KeyTables: Sendable {
    static let byteLimit = 448 * 1024
    /// First in a table: its counts are of one minute, or of all time.
    private static let ofMinute: UInt8 = 1
    private static let longestKey = 200

    private var tables = MinuteTables(byteLimit: Self.byteLimit)
    var byteCount: Int { tables.byteCount }

    mutating func note(_ snapshot: Snapshot) {
        tables.note(at: snapshot.takenAt, isEmpty: snapshot.topKeys.isEmpty) {
            let names = snapshot.resources.map(\.name)
            let lastMinute = snapshot.topKeys.ofMinute
            let rows = (lastMinute ?? snapshot.topKeys).prefix(MinuteTables.rows)
            guard !rows.isEmpty else { return [] }
            return [lastMinute == nil ? 0 : Self.ofMinute] + rows.flatMap { Self.row($0, names) }
        }
    }

    /// The newest of the minute before a moment; nil: none was recorded.
    func table(at moment: Timestamp, resources: [String]) -> (at: Timestamp, [Snapshot.TopKey])? {
        guard let table = tables.table(at: moment) else { return nil }
        var rest = table.bytes[...]
        let isOfMinute = rest.popFirst() == Self.ofMinute
        var keys: [Snapshot.TopKey] = []
        while let length = rest.popFirst(), let resource = rest.popFirst(),
            let cut = rest.popFirst(), rest.count >= 8
        {
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
            key.keyIsCut = cut == 0 ? nil : true
            if isOfMinute {
                key.windows = [Window(seconds: 60, coveredSeconds: 60, counts: counts)]
            }
            keys.append(key)
            rest = rest.dropFirst(Int(length))
        }
        return (table.at, keys)
    }

    private static func row(_ key: Snapshot.TopKey, _ names: [String]) -> [UInt8] {
        let text = key.key.cut(toBytes: longestKey)
        let name = key.resource.flatMap { names.firstIndex(of: $0) }
        var coder = FrameCoder(writingAt: Timestamp(milliseconds: 0))
        var counts = HitCounts(hits: key.hits, misses: key.misses)
        coder.number(&counts.hits)
        coder.number(&counts.misses)
        let isCut = text.utf8.count != key.key.utf8.count || key.keyIsCut == true
        return [
            UInt8(clamping: text.utf8.count), UInt8(clamping: name ?? Int(UInt8.max)),
            isCut ? 1 : 0,
        ] + coder.bytes + text.utf8
    }
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
