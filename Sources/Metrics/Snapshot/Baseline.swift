extension Snapshot {
    /// What the hit rates are compared with: those of the minute before a moment that the operator chose.
    package struct Baseline: Sendable, Hashable, Codable {
        package var at: Timestamp
        /// Of all keys.
        @Nullable package var hitRate: Double?
        package var resources: [Rate]

        package struct Rate: Sendable, Hashable, Codable {
            package var name: String
            @Nullable package var hitRate: Double?
        }

        package static let seconds = 60

        package init(of snapshot: Snapshot) {
            at = snapshot.takenAt
            hitRate = snapshot.total.windows.hitRate(seconds: Self.seconds)
            resources = snapshot.resources.map {
                Rate(name: $0.name, hitRate: $0.windows.hitRate(seconds: Self.seconds))
            }
        }
    }
}

extension [Window] {
    /// nil: no look-ups.
    package func hitRate(seconds: Int) -> Double? { first { $0.seconds == seconds }?.hitRate }
}
