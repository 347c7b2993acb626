/// What one look at the server saw, raw. Every part may be missing: a managed service that
/// refuses INFO still has counters.
package struct Sample: Sendable {
    /// The server's clock at the look.
    package var at: Timestamp
    /// Seconds on a monotonic clock of cachetop's own, to divide by.
    package var monotonicSeconds: Double
    package var info: InfoReply?
    /// Look-ups that cachetop itself had caused by then, as the server counts them.
    package var ownLookups: HitCounts
    /// In the order of the policy's counters; nil when they could not be read.
    package var counters: [CounterReading]?
    package var roundTripSeconds: Double?
    /// What could not be had in this look, and why.
    package var unavailable: [Unavailable]

    package init(
        at: Timestamp, monotonicSeconds: Double, info: InfoReply? = nil,
        ownLookups: HitCounts = HitCounts(), counters: [CounterReading]? = nil,
        roundTripSeconds: Double? = nil, unavailable: [Unavailable] = []
    ) {
        self.at = at
        self.monotonicSeconds = monotonicSeconds
        self.info = info
        self.ownLookups = ownLookups
        self.counters = counters
        self.roundTripSeconds = roundTripSeconds
        self.unavailable = unavailable
    }
}

/// A part of the snapshot that could not be measured or is old, and why, in the server's own words.
package struct Unavailable: Sendable, Hashable, Codable {
    /// The path of the field in the snapshot: `memory`, `resources[].ttl`.
    package var what: String
    package var why: String
    @Nullable package var state: State?
    /// How old the figures are that are still shown; null unless `state` is `asOf`.
    @Nullable package var asOf: Timestamp?

    /// Why a part is missing or old. null in a file of an older schema.
    package enum State: String, Sendable, Hashable, Codable {
        /// Nothing was asked or answered so far.
        case notYet
        /// Could be had before: the figures of `asOf` are still shown.
        case asOf
        /// This server does not tell it to anybody.
        case notTold
        /// This user may not ask for it.
        case refused
    }

    package init(
        what: String, why: String, state: State = .refused, asOf: Timestamp? = nil
    ) {
        self.what = what
        self.why = why
        self.state = state
        self.asOf = asOf
    }
}

/// How the event source is doing; goes with every tally.
package struct EventStatus: Sendable, Hashable {
    /// `stream:cache:events`, `pubsub:CHANNEL`, `log:FILE`, `none`.
    package var source: String
    package var resets: UInt64 = 0
    /// Stretches in which entries were lost.
    package var gaps: UInt64 = 0
    /// Entries lost in them; nil where the server can't tell.
    package var lostEntries: UInt64?
    /// Raw Pub/Sub or log lines thrown away because reading fell behind.
    package var dropped: UInt64 = 0
    /// Age of the newest entry when it arrived; 0 when caught up, nil before any.
    package var lagSeconds: Double?
    /// From when on all events are counted; nil before the source stands.
    package var coveredFrom: Timestamp?
    /// Why there are no events, as a sentence; nil when all is well.
    package var problem: String?

    package init(source: String) { self.source = source }

    /// Entries that were never received. A server may claim any number of them, so the sum saturates.
    package mutating func noteGap(of entries: UInt64) {
        gaps += 1
        lostEntries = saturatingSum(lostEntries ?? 0, entries)
    }
}
