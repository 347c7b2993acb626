/// What the server counted between two polls.
struct ServerStretch: Sendable, Hashable {
    var from: Timestamp
    var to: Timestamp
    /// keyspace_hits and keyspace_misses.
    var all = HitCounts()
    /// The same without what cachetop itself looked up.
    var withoutOwn = HitCounts()
    /// Calls of PTTL, TTL and OBJECT by others; nil: commandstats were not told.
    var otherReaders: UInt64?

    init(from: Timestamp, to: Timestamp) {
        self.from = from
        self.to = to
    }
}
