/// The invalidations that are remembered: those of this cachetop, those of other operators, and what
/// was only observed.
///
/// Each kind has a limit of its own: a shop that purges every second, or a deployment that purges a
/// hundred categories, pushes no record out that this operator waits for. Records with the same id are
/// the same attempt; its end replaces what was known of its course, never the other way round.
struct RecordBook: Sendable {
    static let limit = 200

    /// In the order in which they came.
    private(set) var records: [InvalidationRecord] = []
    private var ownIDs: Set<String> = []
    /// The end of the newest record of a kind that had to go for others.
    private var forgottenUntil: [Kind: Timestamp] = [:]

    private enum Kind { case own, others, observed }

    /// - Returns: the oldest of the same kind, where it had to go.
    @discardableResult
    mutating func add(_ record: InvalidationRecord, isOwn: Bool = false) -> InvalidationRecord? {
        if isOwn, let id = record.id { ownIDs.insert(id) }
        if let id = record.id, let index = records.lastIndex(where: { $0.id == id }) {
            merge(record, into: index)
            return nil
        }
        records.append(record)
        let kind = kind(of: record)
        guard records.count(where: { self.kind(of: $0) == kind }) > Self.limit,
            let oldest = records.indices.filter({ self.kind(of: records[$0]) == kind })
                .min(by: { isRather(records[$0], records[$1]) })
        else { return nil }
        let forgotten = records.remove(at: oldest)
        let end = forgotten.lastReportAt
        forgottenUntil[kind] = max(forgottenUntil[kind] ?? end, end)
        if let id = forgotten.id { ownIDs.remove(id) }
        return forgotten
    }

    /// Whether the first goes before the second: what has no end so far is waited for.
    private func isRather(_ a: InvalidationRecord, _ b: InvalidationRecord) -> Bool {
        let (isOpen, other) = (a.outcome == .unfinished, b.outcome == .unfinished)
        return isOpen == other ? a.at < b.at : other
    }

    mutating func setAftermath(_ aftermath: Aftermath?, at index: Int) {
        records[index].aftermath = aftermath
    }

    /// Whether it is known, or an event of the same that was read before.
    func has(_ record: InvalidationRecord) -> Bool {
        records.contains { known in
            guard record.id == nil else { return known.id == record.id }
            return known.at == record.at && known.by == record.by && known.scope == record.scope
        }
    }

    /// Whether it is an attempt of this cachetop.
    func isOwn(_ record: InvalidationRecord) -> Bool {
        record.via != .observed && record.id.map(ownIDs.contains) == true
    }

    /// Whether there were more of a moment than are remembered.
    func isInPart(at moment: Timestamp) -> Bool {
        forgottenUntil.values.contains { moment <= $0 }
    }

    /// The same of the records of one's kind.
    func isInPart(at moment: Timestamp, ofKindOf record: InvalidationRecord) -> Bool {
        forgottenUntil[kind(of: record)].map { moment <= $0 } ?? false
    }

    /// An event names the counter that was raised, and not its values: the polls around it have them. Of
    /// two events between two polls neither is known to be the one.
    mutating func complete(
        _ counter: String, from: Int64, to: Int64, seenBetween start: Timestamp, and end: Timestamp
    ) {
        let places = records.indices.flatMap { index in
            let record = records[index]
            guard record.via == .observed, record.at > start.adding(seconds: -Self.pollSeconds),
                record.at <= end, let steps = record.steps
            else { return [(Int, Int)]() }
            return steps.indices.filter { steps[$0].counter == counter }.map { (index, $0) }
        }
        guard places.count == 1, let (index, step) = places.first else { return }
        records[index].steps?[step].from = from
        records[index].steps?[step].to = to
    }

    /// A bump may be published a moment before the poll that does not see it yet.
    private static let pollSeconds = 0.3

    private mutating func merge(_ record: InvalidationRecord, into index: Int) {
        let known = records[index]
        if record.outcome == .unfinished {
            guard known.outcome == .unfinished, record.lastReportAt >= known.lastReportAt else {
                return
            }
        }
        records[index] = record
        records[index].aftermath = known.aftermath
        // A published record can't know that its own publishing or the last line failed.
        records[index].trailProblem = record.trailProblem ?? known.trailProblem
    }

    private func kind(of record: InvalidationRecord) -> Kind {
        if record.via == .observed { return .observed }
        return isOwn(record) ? .own : .others
    }
}
