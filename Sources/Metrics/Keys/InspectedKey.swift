/// The key that an operator looks at by itself, as the screen shows it and a snapshot has it.
package struct InspectedKey: Sendable, Hashable, Codable {
    package var key: String
    @Nullable package var resource: String?
    /// When the server was asked last; null: it has not answered yet.
    @Nullable package var at: Timestamp?
    @Nullable package var life: KeyLife?
    @Nullable package var ttlSeconds: Double?
    @Nullable package var type: String?
    @Nullable package var bytes: UInt64?
    @Nullable package var encoding: String?
    @Nullable package var idleSeconds: UInt64?
    @Nullable package var frequency: UInt64?
    /// Bytes of a string, elements of everything else; asked with the value.
    @Nullable package var length: UInt64?
    /// The first bytes, with what looks like a secret masked.
    @Nullable package var value: String?
    @Nullable package var valueIsWhole: Bool?
    /// Why it is not shown although it was asked for.
    @Nullable package var valueWithheld: String?
    /// When length and value were read: they are not asked again by themselves.
    @Nullable package var valueAt: Timestamp?
    /// The version in the key, and its counter's value; null where there is none.
    @Nullable package var generation: Int64?
    @Nullable package var counter: Int64?
    @Nullable package var isDead: Bool?
    package var windows: [Window] = []
    /// Misses in each of the last 60 minutes, oldest first; null: the key was not among those counted.
    package var minutes: [UInt64?] = []
    @Nullable package var lastInvalidation: Invalidation?
    package var refused: [Refusal] = []

    /// The last invalidation that took this key, or made it dead.
    package struct Invalidation: Sendable, Hashable, Codable {
        package var at: Timestamp
        package var scope: String
        @Nullable package var by: String?
        package var outcome: InvalidationRecord.Outcome
    }

    package struct Refusal: Sendable, Hashable, Codable {
        package var command: KeyInspection.Question
        /// The server's own words.
        package var why: String
    }

    package init(key: String) { self.key = key }

    package func refusal(of command: KeyInspection.Question) -> String? {
        refused.first { $0.command == command }?.why
    }
}
