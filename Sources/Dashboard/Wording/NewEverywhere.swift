import Metrics

/// When the change that something was invalidated for shows everywhere: at the edge, and in what shows the
/// same data and was not purged with it.
struct NewEverywhere: Sendable, Hashable {
    let at: Timestamp
    /// What shows it, too, and is old for longer than the edge; empty: nothing is.
    let alsoIn: [String]

    init?(_ record: InvalidationRecord, _ snapshot: Snapshot) { self.init([record], snapshot) }

    /// After several that were done together: what one of them leaves old another may have purged.
    ///
    /// nil: nothing was changed, or nothing is known that holds a copy.
    init?(_ records: [InvalidationRecord], _ snapshot: Snapshot) {
        let records = records.filter(\.changedSomething)
        guard let last = records.map(\.at).max() else { return nil }
        let names = records.flatMap { $0.resources ?? [] }
        let others = Set(
            snapshot.resources.filter { names.contains($0.name) }.flatMap {
                $0.policy.alsoIn ?? []
            }
        ).subtracting(names)
        let reports = snapshot.resources.filter { others.contains($0.name) }
        let seconds = reports.map { $0.policy.ttlSeconds + $0.policy.edgeSeconds }.max()
        let list = seconds.map { last.adding(seconds: Double($0)) }
        let edge = records.compactMap(\.edgeStaleUntil).max()
        guard let end = [list, edge].compactMap(\.self).max() else { return nil }
        at = end
        alsoIn = end == list && end != edge ? reports.map(\.name) : []
    }
}
