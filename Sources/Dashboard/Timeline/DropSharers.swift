import Metrics

extension [Happening] {
    private static var sameTime: Double { 60 }

    /// How many others of the same minute concern the same resources, and so may have made the same drop
    /// of the hit rate; 0 where there was no notable one. Oldest first.
    func sharers(of index: Int) -> Int {
        guard indices.contains(index), self[index].entry.aftermath?.severity != nil else {
            return 0
        }
        let one = self[index]
        func isNear(_ other: Happening) -> Bool {
            abs(other.entry.at.seconds(since: one.entry.at)) < Self.sameTime
        }
        let near =
            self[..<index].reversed().prefix(while: isNear)
            + self[(index + 1)...].prefix(while: isNear)
        return near.count {
            $0.entry.mayLowerHitRate && one.concernsAny(of: $0) && $0.isNotable(beside: one)
        }
    }
}

extension Happening {
    /// What took a tenth of another's keys has no part in its drop that matters; of what is not known how many
    /// it took it is not known either.
    fileprivate func isNotable(beside other: Happening) -> Bool {
        guard entry.counter == nil, let own = entry.keys, let others = other.entry.keys else {
            return true
        }
        return own >= others / 10
    }

    /// Without resources it may be any.
    fileprivate func concernsAny(of other: Happening) -> Bool {
        concernedResources.isEmpty || other.concernedResources.isEmpty
            || !concernedResources.isDisjoint(with: other.concernedResources)
    }

    /// Those that it is known to be about.
    var concernedResources: Set<String> {
        Set(
            (entry.resource.map { [$0] } ?? []) + entry.parts.map(\.resource)
                + records.flatMap { $0.resources ?? [] })
    }
}

extension TimelineEntry {
    fileprivate var mayLowerHitRate: Bool {
        switch kind {
        case .invalidation: (keys ?? 1) > 0
        case .unannounced, .flush, .evictions, .restart, .failover: true
        case .config, .gap, .alert, .mark, .other: false
        }
    }
}
