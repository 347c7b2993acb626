/// The keys of one counter by generation, as the last sweep found them: `generations[]` of the snapshot.
package struct GenerationReport: Sendable, Hashable, Codable {
    /// The counter's key, and the resources whose keys carry its value.
    package var counter: String
    package var resources: [String]
    /// null: absent, or not known.
    @Nullable package var value: Int64?
    /// It is raised more often than twice in the shortest TTL of its resources: copies die before they are read
    /// much. null with fewer than five raises in ten minutes.
    @Nullable package var isStorm: Bool?
    /// Seconds from one raise to the next.
    @Nullable package var raiseSeconds: Double?
    /// Of the counter's value; null without a sweep or a value.
    @Nullable package var live: Keys?
    /// Below it: never read any more.
    @Nullable package var dead: Keys?
    /// Above it, which no counter has reached.
    @Nullable package var above: Keys?
    /// Keys without a generation, which raising the counter does not touch.
    @Nullable package var unversionedKeys: UInt64?
    /// The highest generations that were found, highest first.
    package var found: [Found] = []

    package struct Keys: Sendable, Hashable, Codable {
        package var keys: UInt64
        @Nullable package var bytes: UInt64?
        package var withoutExpiry: UInt64
        /// When the last of them expires; null while one never does or could not be asked, 0 without any.
        @Nullable package var goneInSeconds: Double?
    }

    package struct Found: Sendable, Hashable, Codable {
        package var generation: Int64
        package var keys: UInt64
        @Nullable package var bytes: UInt64?
        package var withoutExpiry: UInt64
        @Nullable package var goneInSeconds: Double?
    }

    package init(counter: String, resources: [String], value: Int64?) {
        self.counter = counter
        self.resources = resources
        self.value = value
    }
}
