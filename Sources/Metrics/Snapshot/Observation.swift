/// What the collectors send to the one loop that owns the state.
package enum Observation: Sendable {
    case link(LinkState)
    case sample(Sample)
    case events(EventReport)
    case survey(KeyspaceSurvey)
    /// Why the keyspace can't be swept, or only in part; empty: it can.
    case sweepProblems([Source: SourceProblem])
    case searchHealth(SearchHealth)
    /// Invalidations that the trail on Redis tells: everybody's, our own among them.
    case recorded([InvalidationRecord])
}

/// How the connection to Redis stands, for the header and the banner.
package enum LinkState: Sendable, Hashable {
    case connecting
    case live
    /// - Parameters:
    ///   - why: a sentence for the operator, with what to do.
    ///   - retryAt: the next try, in seconds of cachetop's monotonic clock.
    case lost(why: String, retryAt: Double)
}
