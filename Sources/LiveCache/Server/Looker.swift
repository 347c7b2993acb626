import Metrics
import RedisClient

/// One look at the server with all that belongs to it: INFO, the counters, and what the trail on
/// Redis tells of invalidations, everybody's.
struct Looker {
    /// How far back the trail is read when it is first looked at: what a plan calls recent.
    static let since = 600.0

    private var poller: InfoPoller
    private var trail = AuditTail(since: since)
    private let own: OwnLookups
    private let clock: ServerClock

    init(_ policy: CachePolicy, own: OwnLookups, clock: ServerClock) {
        poller = InfoPoller(policy: policy, own: own, clock: clock)
        self.own = own
        self.clock = clock
    }

    mutating func look(
        _ connection: RedisConnection
    ) async throws(RedisError) -> (sample: Sample, records: [InvalidationRecord]) {
        var sample = try await poller.look(connection)
        let records = try await trail.look(connection, own: own, now: clock.now)
        if let problem = trail.problem {
            sample.unavailable.append(Unavailable(what: "invalidations", why: problem))
        }
        return (sample, records)
    }
}
