import Metrics

/// What an invalidation through the API came to, with what Redis shows of it.
struct APIResult: Sendable, Hashable {
    var outcome: InvalidationRecord.Outcome
    var message: String
    /// Of the counter that has changed.
    var from: Int64?
    var to: Int64?
    var stoppedEarly: Bool?

    init(_ outcome: InvalidationRecord.Outcome, _ message: String) {
        self.outcome = outcome
        self.message = message
    }

    func conclude(_ record: inout InvalidationRecord) {
        record.outcome = outcome
        record.message = message
        (record.from, record.to) = (from, to)
        record.stoppedEarly = stoppedEarly
    }
}
