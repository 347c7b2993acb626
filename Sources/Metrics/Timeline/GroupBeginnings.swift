/// Before what the rate before a record of a group is counted: the first of the group that concerns one of its
/// resources. What came a moment before by the same author is in no rate before.
struct GroupBeginnings: Sendable {
    private struct Key: Hashable {
        var id: String?
        var at: Timestamp
        var by: String?
        var scope: String

        init(_ record: InvalidationRecord) {
            (id, at, by, scope) = (record.id, record.at, record.by, record.scope)
        }
    }

    /// Rates before are no longer counted of what is older.
    private static let reachSeconds = 300.0

    private var moments: [Key: Timestamp] = [:]

    /// - Parameter records: without echoes.
    init(_ records: [InvalidationRecord], at now: Timestamp) {
        let recent = records.filter { now.seconds(since: $0.at) <= Self.reachSeconds }
        for happening in InvalidationGroups(recent).happenings where happening.records.count > 1 {
            for record in happening.records {
                let own = Set(record.resources ?? [])
                // Its own at the latest.
                let first = happening.records.first { !own.isDisjoint(with: $0.resources ?? []) }
                moments[Key(record)] = first?.at
            }
        }
    }

    subscript(record: InvalidationRecord) -> Timestamp { moments[Key(record)] ?? record.at }
}
