extension Snapshot {
    /// What the hit rates are compared with: those of the minutes before a moment that the operator chose.
    package struct Baseline: Sendable, Hashable, Codable {
        package var at: Timestamp
        /// The window that the rates are of. null in older files: a minute.
        @Nullable package var seconds: Int?
        /// Of all keys.
        @Nullable package var hitRate: Double?
        @Nullable package var lookups: UInt64?
        @Nullable package var usual: Double?
        package var resources: [Rate]

        package struct Rate: Sendable, Hashable, Codable {
            package var name: String
            @Nullable package var hitRate: Double?
            /// That the rate is of.
            @Nullable package var lookups: UInt64?
            /// The median of the minutes of the hour before; null: too few are known.
            @Nullable package var usual: Double?
        }

        /// A minute by itself is a matter of chance.
        private static let windowSeconds = 300

        /// - Parameter usual: what the hit rate of a resource usually was then; of all, for nil.
        package init(of snapshot: Snapshot, usual: (_ resource: String?) -> Double? = { _ in nil })
        {
            func longest(_ windows: [Window]) -> Window? {
                windows.first { $0.seconds == Self.windowSeconds && $0.hitRate != nil }
                    ?? windows.first { $0.seconds == 60 }
            }
            let total = longest(snapshot.total.windows)
            at = snapshot.takenAt
            seconds = total?.seconds
            hitRate = total?.hitRate
            lookups = total.map { $0.hits &+ $0.misses }
            self.usual = usual(nil)
            resources = snapshot.resources.map { report in
                let window = longest(report.windows)
                return Rate(
                    name: report.name, hitRate: window?.hitRate,
                    lookups: window.map { $0.hits &+ $0.misses }, usual: usual(report.name))
            }
        }

        /// Of one resource, or of all for nil.
        package func rate(of resource: String?) -> Rate? {
            guard let resource else {
                return Rate(name: "all", hitRate: hitRate, lookups: lookups, usual: usual)
            }
            return resources.first { $0.name == resource }
        }

        /// Those that were not as usual: what is compared with them looks better or worse than it is.
        package var unusual: [Rate] { resources.filter(\.isUnusual) }
    }
}

extension Snapshot.Baseline.Rate {
    /// Points, as a ratio, that a rate may be away from the usual besides what chance explains.
    private static let calm = 0.03

    /// Nothing is said of what is not known.
    package var isUnusual: Bool {
        guard let hitRate, let usual, let lookups, lookups >= 20 else { return false }
        return abs(hitRate - usual) > Self.calm + 2 * Self.deviation(usual, lookups)
    }

    /// Whether chance explains how far the rate of so many look-ups is from this one (twice the standard
    /// deviation of the difference). nil: not known.
    package func isChance(_ rate: Double, of lookups: UInt64) -> Bool? {
        guard let hitRate, let own = self.lookups, own > 0, lookups > 0 else { return nil }
        let (before, now) = (Self.deviation(hitRate, own), Self.deviation(rate, lookups))
        return abs(rate - hitRate) <= 2 * (before * before + now * now).squareRoot()
    }

    private static func deviation(_ rate: Double, _ lookups: UInt64) -> Double {
        (max(0, rate * (1 - rate)) / Double(lookups)).squareRoot()
    }
}

extension [Window] {
    /// nil: no look-ups.
    package func hitRate(seconds: Int) -> Double? { first { $0.seconds == seconds }?.hitRate }
}
