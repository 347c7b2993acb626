/// Counters that changed between two polls, kept for a moment: an event or a record may still come
/// that says who did it. What is not explained is recorded as observed, so that no invalidation goes by
/// unseen because its author is silent.
struct MovedCounters: Sendable {
    /// Events come a quarter of a second late, records of others with the next look.
    static let patience = 2.0
    /// By how much two clocks and a slow purge may differ.
    static let tolerance = 3.0

    struct Move: Sendable {
        var index: Int
        /// nil: the counter was not there.
        var from: Int64?
        var to: Int64?
        /// Between these two polls.
        var after: Timestamp
        var seenAt: Timestamp

        /// By how much it was raised; nil: it was gone before or after, or fell.
        var steps: Int64? {
            guard let from, let to, to > from else { return nil }
            let (steps, overflow) = to.subtractingReportingOverflow(from)
            return overflow ? .max : steps
        }
    }

    private var moves: [Move] = []

    mutating func note(
        _ index: Int, from old: CounterReading?, to new: CounterReading, after: Timestamp?,
        at now: Timestamp
    ) {
        guard let old, old != new, let after else { return }
        func value(_ reading: CounterReading) -> Int64?? {
            switch reading {
            case .value(let value): .some(value)
            case .absent: .some(nil)
            case .unusable, .unavailable: nil
            }
        }
        guard let from = value(old), let to = value(new), moves.count < 64 else { return }
        moves.append(Move(index: index, from: from, to: to, after: after, seenAt: now))
    }

    /// Those that have waited long enough.
    mutating func due(at now: Timestamp) -> [Move] {
        let due = moves.filter { now.seconds(since: $0.seenAt) >= Self.patience }
        moves.removeAll { now.seconds(since: $0.seenAt) >= Self.patience }
        return due
    }
}

extension History {
    /// Records the moves that neither an event nor a record explains.
    mutating func recordMoves(at now: Timestamp) {
        for move in moved.due(at: now) {
            let key = counters[move.index].key
            if isExplained(move) {
                if let from = move.from, let to = move.to {
                    book.complete(
                        key, from: from, to: to, seenBetween: move.after, and: move.seenAt)
                }
            } else {
                observe(UnexplainedMove(move: move, key: key, policy: policy).record)
            }
        }
    }

    /// More than any listener raises between two polls: a counter that is set, such as to a time.
    private static var mostSteps: Int64 { 16 }

    /// A bump beside it is another raise's: each explains one.
    private mutating func isExplained(_ move: MovedCounters.Move) -> Bool {
        let from = move.after.adding(seconds: -MovedCounters.tolerance)
        let end = move.seenAt.adding(seconds: MovedCounters.tolerance)
        let steps = move.steps.flatMap { $0 <= Self.mostSteps ? $0 : nil }
        let bumps = counters[move.index].takeBumps(steps ?? 1, from: from, to: end)
        return bumps >= steps ?? 1 || isRecorded(move, from: from)
    }

    private func isRecorded(_ move: MovedCounters.Move, from: Timestamp) -> Bool {
        let counter = counters[move.index]
        return book.records.contains { record in
            let end = record.at.adding(seconds: record.durationSeconds ?? 0)
            return record.via != .observed && record.changedSomething && end >= from
                && record.at <= move.seenAt.adding(seconds: MovedCounters.tolerance)
                && record.raised(counter.key, by: grammar)
        }
    }
}
