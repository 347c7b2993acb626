/// One invalidation, ours or somebody else's, as the activity panel and the snapshot tell it.
package struct InvalidationRecord: Sendable, Hashable, Codable {
    package enum Way: String, Sendable, Hashable, Codable { case api, redis, observed }
    package enum Outcome: String, Sendable, Hashable, Codable {
        case done, notDone, unknown, refused, dryRun
    }

    package var at: Timestamp
    /// `search`, `product 42`, or what was observed: `bump version:search`.
    package var scope: String
    /// user@host, or the event's `src`.
    @Nullable package var by: String?
    package var via: Way
    package var outcome: Outcome
    package var message: String
    /// The counter before and after; null where there is none.
    @Nullable package var from: Int64?
    @Nullable package var to: Int64?
    @Nullable package var keysRemoved: UInt64?
    @Nullable package var durationSeconds: Double?
    /// Until when the CDN or a page may serve the old copy.
    @Nullable package var edgeStaleUntil: Timestamp?

    package init(
        at: Timestamp, scope: String, by: String?, via: Way, outcome: Outcome, message: String,
        from: Int64? = nil, to: Int64? = nil, keysRemoved: UInt64? = nil,
        durationSeconds: Double? = nil, edgeStaleUntil: Timestamp? = nil
    ) {
        self.at = at
        self.scope = scope
        self.by = by
        self.via = via
        self.outcome = outcome
        self.message = message
        self.from = from
        self.to = to
        self.keysRemoved = keysRemoved
        self.durationSeconds = durationSeconds
        self.edgeStaleUntil = edgeStaleUntil
    }
}
