import Metrics

/// Of what time the missed keys are shown, and by what they are sorted.
package struct KeyOrder: Sendable, Hashable {
    /// In the order in which `m` goes through them: from the first it is one step to what misses right now.
    package enum Window: Int, Sendable, Hashable, CaseIterable {
        case fiveMinutes = 300
        case minute = 60
        case hour = 3600
        /// Since the start.
        case all = 0

        var name: String { self == .all ? "all" : "\(rawValue / 60)" }

        /// In the order in which `m` reaches them.
        var others: [Window] {
            let all = Self.allCases
            guard let index = all.firstIndex(of: self) else { return all }
            return Array(all[(index + 1)...] + all[..<index])
        }
    }

    package enum Column: Sendable, Hashable, CaseIterable {
        case misses, rate, key
    }

    /// What the list is of.
    package enum List: Sendable, Hashable, CaseIterable {
        case missed, lookups, bandwidth, stampedes

        var title: String {
            switch self {
            case .missed: "Missed keys"
            case .lookups: "Hot keys by look-ups"
            case .bandwidth: "Hot keys by bytes"
            case .stampedes: "Stampedes"
            }
        }

        /// Longest first.
        var titles: [String] {
            switch self {
            case .lookups, .bandwidth: [title, "Hot keys"]
            case .missed, .stampedes: [title]
            }
        }
    }

    package var list = List.missed
    package var window = Window.fiveMinutes
    package var column = Column.misses

    package init() {}
}

extension CaseIterable where Self: Equatable {
    /// The next one, and after the last the first.
    var next: Self {
        let all = Array(Self.allCases)
        guard let index = all.firstIndex(of: self) else { return self }
        return all[(index + 1) % all.count]
    }
}

extension KeyOrder {
    /// What is counted of a key in the window; nil: it was not among those that were counted.
    func counts(of key: Snapshot.TopKey) -> HitCounts? {
        guard window != .all else { return HitCounts(hits: key.hits, misses: key.misses) }
        return key.window(window.rawValue).map { HitCounts(hits: $0.hits, misses: $0.misses) }
    }

    func sorted(_ keys: [Snapshot.TopKey]) -> [Snapshot.TopKey] {
        missed(keys).prefix(Self.rows).map(\.self)
    }

    /// All of them: what has not missed in the window comes last.
    func arranged(_ keys: [Snapshot.TopKey]) -> [Snapshot.TopKey] {
        if column == .key { return keys.sorted { $0.key < $1.key } }
        let first = missed(keys)
        let names = Set(first.map(\.key))
        return first + keys.filter { !names.contains($0.key) }
    }

    private func missed(_ keys: [Snapshot.TopKey]) -> [Snapshot.TopKey] {
        let counted = keys.compactMap { key in counts(of: key).map { (key: key, counts: $0) } }
        let rows = counted.filter { $0.counts.misses > 0 }.sorted { first, second in
            let (one, other) = (first.counts, second.counts)
            switch column {
            case .key: break
            case .rate where one.hitRate != other.hitRate:
                return (one.hitRate ?? 1) < (other.hitRate ?? 1)
            case .misses, .rate:
                if one.misses != other.misses { return one.misses > other.misses }
            }
            return first.key.key < second.key.key
        }
        return rows.map(\.key)
    }

    /// Of each window so many are known.
    static let rows = 50
}
