import HTTPTypes
import Hummingbird
import Metrics
import NIOCore
import Synchronization

/// What the shop has done since it started, as `GET /metrics` says it in Prometheus' text form.
final class ShopMetrics: Sendable {
    /// How a load from the catalogue ended.
    enum Load: String, CaseIterable, Sendable {
        case ok
        case notFound = "not_found"
        case late, busy, failed

        /// - Parameter error: nil: there was none.
        init(_ error: OriginError?) {
            self =
                switch error {
                case nil: .ok
                case .notFound: .notFound
                case .deadline: .late
                case .busy: .busy
                case .failed: .failed
                }
        }
    }

    /// Upper bounds of the latencies, in seconds.
    static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]

    private struct Route: Sendable {
        var outcomes: [String: Int] = [:]
        /// One more than bounds.
        var buckets = [Int](repeating: 0, count: ShopMetrics.bounds.count + 1)
        var seconds = 0.0
    }

    private struct State: Sendable {
        var routes: [String: Route] = [:]
        var loads: [String: [Load: Int]] = [:]
        var redisErrors = 0
    }

    private let state = Mutex(State())

    /// - Parameter outcome: `hit`, `miss`, `bypass`, else the status as `404`.
    func answered(_ route: String, _ outcome: String, in time: Duration) {
        let seconds = time / .seconds(1)
        let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
        state.withLock { state in
            state.routes[route, default: Route()].outcomes[outcome, default: 0] += 1
            state.routes[route]?.buckets[bucket] += 1
            state.routes[route]?.seconds += seconds
        }
    }

    func loaded(_ resource: ShopResource, _ load: Load) {
        state.withLock { $0.loads[resource.rawValue, default: [:]][load, default: 0] += 1 }
    }

    /// A command of a request that Redis did not answer, or refused.
    func redisFailed() { state.withLock { $0.redisErrors += 1 } }

    // MARK: As text

    /// What is read off others when it is asked for.
    struct Gauges: Sendable {
        var redisUp: Bool
        var connections: Int
        var lostEvents: Int
        /// nil: the catalogue does not say.
        var backlog: ListenerBacklog?
    }

    func text(_ gauges: Gauges) -> String {
        let state = state.withLock { $0 }
        var text = MetricsText()
        text.family(
            "storefront_requests_total", "counter", "Requests answered, by route and outcome.")
        for (route, counts) in state.routes.sorted(by: { $0.key < $1.key }) {
            for (outcome, count) in counts.outcomes.sorted(by: { $0.key < $1.key }) {
                text.sample([("route", route), ("outcome", outcome)], count)
            }
        }
        text.family("storefront_request_seconds", "histogram", "Time to answer, by route.")
        for (route, counts) in state.routes.sorted(by: { $0.key < $1.key }) {
            text.histogram(route, bounds: Self.bounds, counts.buckets, sum: counts.seconds)
        }
        text.family(
            "storefront_loads_total", "counter", "Loads from the catalogue, by how they ended.")
        for (resource, counts) in state.loads.sorted(by: { $0.key < $1.key }) {
            for load in Load.allCases {
                text.sample(
                    [("resource", resource), ("outcome", load.rawValue)], counts[load] ?? 0)
            }
        }
        text.family("storefront_redis_errors_total", "counter", "Requests for which Redis failed.")
        text.sample([], state.redisErrors)
        text.family("storefront_redis_up", "gauge", "1 while there is a connection to Redis.")
        text.sample([], gauges.redisUp ? 1 : 0)
        text.family("storefront_events_lost_total", "counter", "Events that reached no stream.")
        text.sample([], gauges.lostEvents)
        text.family("storefront_connections", "gauge", "Open connections.")
        text.sample([], gauges.connections)
        if let backlog = gauges.backlog {
            text.family(
                "storefront_listener_backlog", "gauge", "Changes that no listener has removed yet.")
            text.sample([], backlog.changes)
            text.family("storefront_listener_lag_seconds", "gauge", "Age of the oldest of them.")
            text.sample([], backlog.lagSeconds)
        }
        return text.lines
    }
}
