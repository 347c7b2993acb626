/// What the collectors send to the one loop that owns the state.
package enum Observation: Sendable {
    case link(LinkState)
    case sample(Sample)
    case events(EventReport)
    case survey(KeyspaceSurvey)
    /// Why the keyspace can't be swept, or only in part; empty: it can.
    case sweepProblems([Source: SourceProblem])
    case searchHealth(SearchHealth)
    /// Invalidations in the trail on Redis: every operator's, our own among them.
    case recorded([InvalidationRecord])
    /// Marks in that trail.
    case marked([TimelineEntry])
}
