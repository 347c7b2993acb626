import Synchronization

/// What became of the requests, counted from many tasks.
final class LoadStatistics: Sendable {
    struct Counts: Sendable {
        var hits = 0
        var misses = 0
        var bypasses = 0
        var failures = 0
        var latency = LatencyHistogram()

        var requests: Int { latency.count }
        /// Of those that asked the cache; nil: none did.
        var hitRate: Double? {
            hits + misses > 0 ? Double(hits) / Double(hits + misses) : nil
        }

        mutating func add(_ other: Counts) {
            hits += other.hits
            misses += other.misses
            bypasses += other.bypasses
            failures += other.failures
            latency.add(other.latency)
        }
    }

    struct Totals: Sendable {
        var resources: [ShopResource: Counts] = [:]
        var inFlight = 0
        /// Arrivals that were not sent because too many were under way.
        var shed = 0
        var changes = 0
        /// The longest that an arrival waited to be sent: above some milliseconds the generator, not
        /// the shop, was too slow.
        var longestDelay = Duration.zero

        var all: Counts {
            resources.values.reduce(into: Counts()) { $0.add($1) }
        }
    }

    private let totals = Mutex(Totals())

    var current: Totals { totals.withLock { $0 } }

    /// False: there are `limit` under way already, and this one counts as shed.
    func begin(limit: Int, delay: Duration) -> Bool {
        totals.withLock { totals in
            totals.longestDelay = max(totals.longestDelay, delay)
            guard totals.inFlight < limit else {
                totals.shed += 1
                return false
            }
            totals.inFlight += 1
            return true
        }
    }

    func end(_ resource: ShopResource, _ reply: ShopReply, latency: Duration) {
        totals.withLock { totals in
            totals.inFlight -= 1
            Self.count(reply, latency, &totals.resources[resource, default: Counts()])
        }
    }

    func countChange() { totals.withLock { $0.changes += 1 } }

    private static func count(_ reply: ShopReply, _ latency: Duration, _ counts: inout Counts) {
        switch reply.cache {
        case .hit: counts.hits += 1
        case .miss: counts.misses += 1
        case .bypass: counts.bypasses += 1
        case nil: break
        }
        if reply.failed { counts.failures += 1 }
        counts.latency.record(latency)
    }
}
