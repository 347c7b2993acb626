import Metrics

// The lists of hot keys and of stampedes, after the filter.

extension State {
    /// Most first: look-ups, or what they cost in bytes.
    var hotKeyRows: [HotKey] {
        let keys = shown.hotKeys.filter { matches($0.key) || matches($0.resource ?? "") }
        guard keyList == .bandwidth else { return keys }
        return keys.sorted {
            ($0.bytesPerSecond ?? -1, $0.lookups) > ($1.bytesPerSecond ?? -1, $1.lookups)
        }
    }

    /// The largest of each resource, most misses first.
    var stampedeRows: [StampedeRow] {
        shown.stampedes.flatMap { row in
            row.examples.map { StampedeRow(stampede: row, example: $0) }
        }.filter { matches($0.example.key) || matches($0.stampede.resource) }
            .sorted { ($0.example.misses, $1.example.key) > ($1.example.misses, $0.example.key) }
    }
}
