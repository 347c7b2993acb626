/// Keys of one resource that missed three times or more before one fill, as `stampedes[]` has them.
package struct Stampede: Sendable, Hashable, Codable {
    package struct Example: Sendable, Hashable, Codable {
        package var key: String
        package var at: Timestamp
        /// Before it was filled.
        package var misses: UInt64
        /// How long that took; null: less than 0.1 s, by which events may be late.
        @Nullable package var fillSeconds: Double?
    }

    package var resource: String
    /// How many in each of the last ten minutes of the clock, oldest first.
    package var minutes: [UInt64]
    /// Misses in those of the last two minutes.
    package var misses: UInt64
    /// Those with the most misses, each key once.
    package var examples: [Example]

    package init(resource: String, _ finding: StampedeFinding) {
        self.resource = resource
        minutes = finding.minutes
        misses = finding.misses
        examples = finding.largest.map {
            Example(
                key: KeyText.text($0.key), at: $0.at, misses: $0.misses,
                fillSeconds: $0.fillSeconds)
        }
    }

    /// Of the minute that is over, or of the open one where that has more.
    package var perMinute: UInt64 { minutes.suffix(2).max() ?? 0 }
}

extension History {
    /// A row for each resource; none where fills are not published.
    var stampedeReports: [Stampede] {
        zip(policy.resources, insight?.resources ?? []).compactMap { resource, finding in
            finding.stampedes.map { Stampede(resource: resource.name, $0) }
        }
    }
}
