import Invalidation
import Metrics
import RedisClient

/// What of a scope can be checked in Redis: the counters that it raises, else the keys that it names
/// and up to 20 that SCAN finds.
struct WitnessCandidates: Sendable {
    static let limit = 20
    /// For SCAN in a large keyspace: what is found by then is enough, or there is none.
    static let scanSeconds = 2.0

    var counters: [[UInt8]] = []
    var keys: [[UInt8]] = []

    init() {}

    init(
        _ scope: InvalidationScope, _ grammar: KeyGrammar, _ connection: RedisConnection
    ) async throws(RedisError) {
        let sought = Sought(scope, grammar)
        counters = sought.counters
        guard counters.isEmpty else { return }
        var found = FoundKeys(sought.named)
        let limit = sought.named.count + Self.limit
        let due = ServerClock.monotonicSeconds() + Self.scanSeconds
        var pacer = Pacer(.normal, work: "SCAN")
        for selector in sought.selectors {
            var scan = KeyScan(glob: selector.sieve)
            do throws(RedisError) {
                _ = try await scan.run(connection, &pacer) { batch, _ in
                    for key in batch where found.count < limit && selector.selects(key, grammar) {
                        found.insert(key)
                    }
                    return found.count < limit && ServerClock.monotonicSeconds() < due
                }
            } catch {
                // SCAN may be refused: then the named keys are all there is.
                if !error.isServerReply { throw error }
            }
        }
        keys = Array(found.list)
    }

    /// The plan's steps, as what to look for: the only place here that knows them.
    private struct Sought {
        var counters: [[UInt8]] = []
        var named: [[UInt8]] = []
        var selectors: [KeySelector] = []

        init(_ scope: InvalidationScope, _ grammar: KeyGrammar) {
            guard
                let plan = try? InvalidationPlan.redis(scope, grammar: grammar, endpoint: ""),
                case .redis(let steps) = plan.work
            else { return }
            for step in steps {
                switch step {
                case .increment(let key): counters.append(key)
                case .unlink(let keys): named += keys
                case .unlinkMatching(let selector): selectors.append(selector)
                }
            }
            // The API removes a product's own copy; its stock is another resource.
            if case .products = scope {
                named = named.filter { key in
                    guard case .resource(let index) = grammar.classify(key) else { return false }
                    return grammar.policy.resources[index].name == "product"
                }
            }
        }
    }
}
