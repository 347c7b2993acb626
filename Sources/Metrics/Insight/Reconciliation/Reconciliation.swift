/// Whether the events tell of all look-ups that the server has counted: `reconciliation{}` of the snapshot.
package struct Reconciliation: Sendable, Hashable, Codable {
    /// How the two go together.
    package enum Reading: String, Sendable, Hashable, ExtensibleKind {
        case agrees
        /// The server counts one look-up more for each of a resource with a counter: the API reads it.
        case counterReads
        /// The server counts more: the API does not publish all look-ups.
        case unpublishedLookups
        /// The server counts more, and there are many keys of no resource, or keys of another database.
        case otherApplication
        /// The events stand for more look-ups than there are: the API publishes a sample.
        case sampled
        /// The events tell of more than the server has seen.
        case answeredElsewhere
        case other
    }

    package var from: Timestamp
    package var to: Timestamp
    /// INFO's keyspace_hits and keyspace_misses in this time.
    package var serverHits: UInt64
    package var serverMisses: UInt64
    /// Of these, cachetop's own, and those of other watchers by PTTL, TTL and OBJECT (null: not told).
    package var ownLookups: UInt64
    @Nullable package var otherReaders: UInt64?
    package var streamHits: UInt64
    package var streamMisses: UInt64
    /// Look-ups of resources with a counter: an API that reads it each time makes as many more.
    package var counterLookups: UInt64
    /// What the server counted beyond the watchers' and the events'; negative: the events tell of more.
    package var difference: Int64
    /// Of what the server counted beyond the watchers'.
    @Nullable package var share: Double?
    package var reading: Reading
    package var message: String
}
