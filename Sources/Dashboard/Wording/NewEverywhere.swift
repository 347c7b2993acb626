import Metrics

/// When the change that something was invalidated for shows everywhere: at the edge, and in what shows the
/// same data and was not purged with it.
struct NewEverywhere: Sendable, Hashable {
    let at: Timestamp
    /// What shows it, too, and is old for longer than the edge; empty: nothing is.
    let alsoIn: [String]

    /// nil: nothing was changed, or nothing is known that holds a copy.
    init?(_ record: InvalidationRecord, _ snapshot: Snapshot) {
        guard record.changedSomething else { return nil }
        let names = record.resources ?? []
        let others = Set(
            snapshot.resources.filter { names.contains($0.name) }.flatMap {
                $0.policy.alsoIn ?? []
            }
        ).subtracting(names)
        let reports = snapshot.resources.filter { others.contains($0.name) }
        let seconds = reports.map { $0.policy.ttlSeconds + $0.policy.edgeSeconds }.max()
        let list = seconds.map { record.at.adding(seconds: Double($0)) }
        guard let last = [list, record.edgeStaleUntil].compactMap(\.self).max() else { return nil }
        at = last
        alsoIn = last == list && last != record.edgeStaleUntil ? reports.map(\.name) : []
    }
}
