/// A counter that changed without an event or a record that says who did it, as a record for the
/// timeline: no invalidation goes by unseen because its author is silent.
struct UnexplainedMove {
    let move: MovedCounters.Move
    /// The counter's key.
    let key: String
    let policy: CachePolicy

    var record: InvalidationRecord {
        let affected = policy.resources(ofCounterKey: Array(key.utf8))
        let edge = affected.map(\.edgeSeconds).max() ?? 0
        let step = RecordedStep.seen(key, from: move.from, to: move.to)
        return InvalidationRecord(
            at: move.seenAt, scope: step.words.joined(), by: nil, via: .observed, outcome: .done,
            message: "seen in Redis; no event says who did it", steps: [step],
            resources: affected.map(\.name), from: move.from, to: move.to,
            edgeStaleUntil: edge > 0 ? move.seenAt.adding(seconds: Double(edge)) : nil)
    }
}
