/// What the collectors send to the one loop that owns the state.
package enum Observation: Sendable {
    case link(LinkState)
    case sample(Sample)
    case events(EventReport)
    case survey(KeyspaceSurvey)
    /// Why the keyspace can't be swept, or only in part; empty: it can.
    case sweepProblems([Source: SourceProblem])
    case searchHealth(SearchHealth)
    /// Time to live and size of keys that a list shows.
    case keyFacts([KeyFact])
    /// What an operator asked to see of one key.
    case inspected(KeyInspection)
    /// Invalidations in the trail on Redis: every operator's, our own among them.
    case recorded([InvalidationRecord])
    /// Marks in that trail.
    case marked([TimelineEntry])
    /// The hour before the start, as far as the event stream was read back; a later one has more.
    case streamHour(StreamHour)
}
