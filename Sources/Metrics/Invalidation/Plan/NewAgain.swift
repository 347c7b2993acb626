/// When a change shows in each place that may hold a copy, counted from a purge: at most then, since
/// what a copy has left is at most its policy.
package struct NewAgain: Sendable, Hashable, Codable {
    package enum Place: String, Sendable, Hashable, Codable {
        /// What asks Redis, or the API before it.
        case api
        /// Pages that are built from it.
        case isr
        case cdn
        /// Another resource that shows the same data, and is not purged with it.
        case alsoIn
    }

    package struct Time: Sendable, Hashable, Codable {
        package var place: Place
        package var resource: String
        package var at: Timestamp
    }

    /// In the order of the policy, what is purged first.
    package var times: [Time]
    /// The last of them; null: nothing is known to be affected.
    @Nullable package var everywhereAt: Timestamp?

    package init(_ radius: BlastRadius, purgedAt: Timestamp) {
        func time(_ place: Place, _ resource: String, _ seconds: Int) -> Time {
            Time(
                place: place, resource: resource, at: purgedAt.adding(seconds: Double(seconds)))
        }
        times = radius.edge.flatMap { edge in
            [time(.api, edge.resource, 0)]
                + [(Place.isr, edge.isrSeconds), (.cdn, edge.cdnSeconds)].compactMap {
                    place, seconds in seconds.map { time(place, edge.resource, $0) }
                }
        }
        times += (radius.alsoIn ?? []).map { time(.alsoIn, $0.resource, $0.seconds) }
        everywhereAt = times.map(\.at).max()
    }
}
