import Synchronization

/// What became of the requests, counted from many tasks.
final class LoadStatistics: Sendable {
    struct Phase: Sendable {
        /// Shoppers that came in it.
        var flows = 0
        /// Of their requests, also of those after the phase's end.
        var counts = LoadCounts()
    }

    struct Totals: Sendable {
        var resources: [LoadResource: LoadCounts] = [:]
        var phases: [Phase]
        var inFlight = 0
        /// Shoppers who have not left yet: with a request under way, or thinking.
        var flowsInFlight = 0
        /// Requests that were not sent because too many were under way; their shoppers left.
        var shed = 0
        /// The longest that a request waited to be sent: above some milliseconds the generator, not
        /// the shop, was too slow.
        var longestDelay = Duration.zero

        var all: LoadCounts { resources.values.reduce(into: LoadCounts()) { $0.add($1) } }
        var flows: Int { phases.reduce(0) { $0 + $1.flows } }
    }

    /// More shoppers at once are not let in: each takes memory, even while it thinks.
    private static let flowLimit = 100_000

    private let totals: Mutex<Totals>

    init(phases: Int) {
        totals = Mutex(Totals(phases: Array(repeating: Phase(), count: max(1, phases))))
    }

    var current: Totals { totals.withLock { $0 } }
    var flowsInFlight: Int { totals.withLock { $0.flowsInFlight } }

    /// A shopper comes. False: there are too many; the first request counts as shed.
    func beginFlow(phase: Int) -> Bool {
        totals.withLock { totals in
            totals.phases[phase].flows += 1
            guard totals.flowsInFlight < Self.flowLimit else {
                totals.shed += 1
                return false
            }
            totals.flowsInFlight += 1
            return true
        }
    }

    func endFlow() { totals.withLock { $0.flowsInFlight -= 1 } }

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

    func end(
        _ resource: LoadResource, _ result: Result<ShopAnswer, NoAnswer>, latency: Duration,
        phase: Int
    ) {
        totals.withLock { totals in
            totals.inFlight -= 1
            totals.resources[resource, default: LoadCounts()].count(result, latency: latency)
            totals.phases[phase].counts.count(result, latency: latency)
        }
    }
}
