import Logging
import Metrics
import RedisClient
import Synchronization

/// What carrying out a plan came to.
struct PurgeResult: Sendable, Hashable {
    var outcome: InvalidationRecord.Outcome
    var message: String
    var from: Int64?
    var to: Int64?
    var removed: UInt64?
    var alreadyGone: UInt64?
    var rewritten: UInt64?
    var verified: UInt64?
    var stoppedEarly: Bool?

    init(_ outcome: InvalidationRecord.Outcome, _ message: String) {
        self.outcome = outcome
        self.message = message
    }
}
