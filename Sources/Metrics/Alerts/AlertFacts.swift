/// What the rules read: a snapshot without its alerts, and the history that it was derived from.
struct AlertFacts: Sendable {
    var snapshot: Snapshot
    /// nil: the snapshot comes from a file. Rules that need a history say nothing then.
    var history: History?
    /// No more will be observed: rules that wait for more to judge by wait no longer.
    var isFinal = false

    var now: Timestamp { snapshot.takenAt }
}
