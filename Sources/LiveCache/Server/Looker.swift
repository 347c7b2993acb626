import Metrics
import RedisClient

/// One poll of the server with all that belongs to it: INFO, the counters, and the invalidations in
/// the trail on Redis, of every cachetop.
struct Looker {
    struct Findings {
        var sample: Sample
        var records: [InvalidationRecord]
        var marks: [TimelineEntry]
    }

    /// How far back the first poll reads the trail: what a plan calls recent.
    static let since = 600.0

    private var poller: InfoPoller
    private var trail: AuditTail
    private let own: OwnLookups
    private let clock: ServerClock

    init(
        _ policy: CachePolicy, own: OwnLookups, clock: ServerClock,
        commandStatsEvery: Double = 10, listeners: ListenerNames = ListenerNames(),
        refusals: Refusals = Refusals()
    ) {
        poller = InfoPoller(
            policy: policy, own: own, clock: clock, commandStatsEvery: commandStatsEvery,
            listeners: listeners, refusals: refusals)
        trail = AuditTail(since: Self.since, refusals: refusals)
        self.own = own
        self.clock = clock
    }

    mutating func look(
        _ nodes: RedisNodes
    ) async throws(RedisError) -> Findings {
        var sample = try await poller.look(nodes)
        let connection = nodes.holder(of: Array(AuditStream.key.utf8))
        var records = try await trail.read(connection, own: own, now: clock.now)
        records += try await trail.readPast(connection, own: own)
        if let problem = trail.problem { sample.problems[.trail] = problem }
        return Findings(sample: sample, records: records, marks: trail.takeMarks())
    }

    /// The rest of the trail's last week at once, for a snapshot.
    mutating func readPast(
        _ nodes: RedisNodes
    ) async throws(RedisError) -> (records: [InvalidationRecord], marks: [TimelineEntry]) {
        let connection = nodes.holder(of: Array(AuditStream.key.utf8))
        var records: [InvalidationRecord] = []
        while trail.hasPast { records += try await trail.readPast(connection, own: own) }
        return (records, trail.takeMarks())
    }
}
