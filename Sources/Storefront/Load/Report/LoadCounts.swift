/// What became of requests. Each is one of: hit, miss, bypassed, unmarked, failed.
struct LoadCounts: Sendable {
    private(set) var requests = 0
    /// By what `X-Cache` said.
    private(set) var hits = 0
    private(set) var misses = 0
    private(set) var bypasses = 0
    /// Answered, but without one of the shop's `X-Cache` words: a refusal, or another server.
    private(set) var unmarked = 0
    /// Not answered.
    private(set) var failures: [NoAnswer: Int] = [:]
    /// All that were answered, by HTTP's status.
    private(set) var statuses: [Int: Int] = [:]
    /// Of all answers, and of what was waited for in vain. A refused connection took no time that
    /// would say anything.
    private(set) var latency = LatencyHistogram()

    var failed: Int { failures.values.reduce(0, +) }

    /// Of those that asked the cache; nil: none did.
    var hitRate: Double? {
        hits + misses > 0 ? Double(hits) / Double(hits + misses) : nil
    }

    var notFound: Int { statuses[404] ?? 0 }
    var limited: Int { statuses[429] ?? 0 }
    /// What is neither an answer nor "there is no such product".
    var otherStatuses: [Int: Int] { statuses.filter { $0.key != 200 && $0.key != 404 } }

    mutating func count(_ result: Result<ShopAnswer, NoAnswer>, latency duration: Duration) {
        requests += 1
        switch result {
        case .success(let answer):
            statuses[answer.status, default: 0] += 1
            switch answer.cache {
            case .hit: hits += 1
            case .miss: misses += 1
            case .bypass: bypasses += 1
            case nil: unmarked += 1
            }
            latency.record(duration)
        case .failure(let kind):
            failures[kind, default: 0] += 1
            if kind == .timedOut { latency.record(duration) }
        }
    }

    mutating func add(_ other: LoadCounts) {
        requests += other.requests
        hits += other.hits
        misses += other.misses
        bypasses += other.bypasses
        unmarked += other.unmarked
        failures.merge(other.failures, uniquingKeysWith: +)
        statuses.merge(other.statuses, uniquingKeysWith: +)
        latency.add(other.latency)
    }
}
