import Metrics

/// A row of the activity: an invalidation, or a mark that someone wrote.
enum ActivityRow: Sendable, Hashable {
    case record(InvalidationRecord)
    case mark(TimelineEntry)

    var at: Timestamp {
        switch self {
        case .record(let record): record.at
        case .mark(let mark): mark.at
        }
    }

    var record: InvalidationRecord? {
        if case .record(let record) = self { record } else { nil }
    }

    /// What the filter looks in, and `by`.
    var what: String {
        switch self {
        case .record(let record): record.scope
        case .mark(let mark): mark.message
        }
    }

    var by: String {
        switch self {
        case .record(let record): record.by ?? ""
        case .mark(let mark): mark.by ?? ""
        }
    }

    /// The same while more becomes known of it.
    var rowID: RowID {
        switch self {
        case .record(let record):
            .happening(
                record.scope, at: record.at,
                identity: "\(record.via.rawValue) \(record.id ?? "") \(record.scope)")
        case .mark(let mark):
            .happening(
                mark.message, at: mark.at, identity: "mark \(mark.by ?? "") \(mark.message)")
        }
    }
}

extension Snapshot {
    /// What the activity shows, newest first.
    var activity: [ActivityRow] {
        let marks = timeline.filter { $0.kind == .mark }.map(ActivityRow.mark)
        let records = invalidations.map(ActivityRow.record)
        guard !marks.isEmpty else { return records.reversed() }
        return (records + marks).sorted { $0.at < $1.at }.reversed()
    }
}
