import Metrics
import RedisClient

/// What Redis says to an API's claim that it has invalidated: the counters that should have
/// moved, the copies that should be gone.
///
/// Looked at before the request and after its answer. A key is the same copy when it expires at
/// the same moment as before; one that was written again lives longer. Whatever of the scope is as it
/// was makes the claim doubtful. What is too young to be told apart, and the pages of a category, which
/// have no names, are not looked at.
struct APIWitness {
    static let tolerance = 0.1
    /// A copy that was only just written can't be told from one that was written again.
    static let youngest = 2.0

    let invalidator: Invalidator
    private let counters: [[UInt8]]
    private let keys: [[UInt8]]
    private var values: [Int64?] = []
    private var ends: [Double?] = []

    init(_ invalidator: Invalidator, _ scope: InvalidationScope) {
        self.invalidator = invalidator
        var counters: [[UInt8]] = []
        var keys: [[UInt8]] = []
        let plan = try? InvalidationPlan.redis(scope, grammar: invalidator.grammar, endpoint: "")
        if let plan, case .redis(let steps) = plan.work {
            for step in steps {
                if case .increment(let key) = step { counters.append(key) }
                // One resource of the scope is enough, and the first is what it is named after.
                if case .unlink(let named) = step, steps.count == 1 { keys = named }
            }
        }
        if case .products = scope {
            keys = keys.filter { key in
                if case .resource(let index) = invalidator.grammar.classify(key) {
                    return invalidator.policy.resources[index].name == "product"
                }
                return false
            }
        }
        self.counters = counters
        self.keys = keys
    }

    mutating func lookBefore(_ connection: RedisConnection) async throws(RedisError) {
        values = try await invalidator.counters(counters, connection)
        ends = try await ends(connection)
    }

    struct Testimony {
        /// Of the first counter.
        var from: Int64?
        var to: Int64?
        /// Why the claim is doubted, without full stop.
        var doubt: String?
        /// False: of what the scope names nothing was there to be told apart.
        var hasSeen = true
    }

    func lookAfter(_ connection: RedisConnection) async throws(RedisError) -> Testimony {
        var testimony = Testimony()
        if !counters.isEmpty, values.count == counters.count {
            let now = try await invalidator.counters(counters, connection)
            if values.first ?? nil != now.first ?? nil {
                (testimony.from, testimony.to) = (values[0], now.first ?? nil)
            }
            let still = counters.indices.filter { $0 < now.count && now[$0] == values[$0] }
            if !still.isEmpty {
                testimony.doubt =
                    still.map { index in
                        let value = now[index].map { "still \($0)" } ?? "still not there"
                        return "\(KeyText.text(counters[index])) is \(value)"
                    }.joined(separator: " and ") + " in Redis"
            }
            return testimony
        }
        let now = try await ends(connection)
        var same: [[UInt8]] = []
        var there = 0
        for (index, key) in keys.enumerated() where index < ends.count && index < now.count {
            guard let before = ends[index] else { continue }
            there += 1
            guard let after = now[index] else { continue }
            // Two that never expire: nobody has written it anew with a lifetime, so it is the old one.
            if after == before || abs(after - before) < Self.tolerance { same.append(key) }
        }
        testimony.hasSeen = there > 0
        if let first = same.first {
            let names =
                same.count <= 3
                ? same.map(KeyText.text).joined(separator: ", ")
                : "\(KeyText.text(first)) and \(same.count - 1) more"
            let isWhole = same.count == there
            testimony.doubt =
                (isWhole ? names : "of \(there) copies \(names)")
                + (same.count == 1 ? " is the same copy" : " are the same copies")
                + " as before in Redis"
        }
        return testimony
    }

    /// When each key expires, in monotonic seconds, or never (infinity); nil: it is not there, or is
    /// too young to be told apart.
    private func ends(_ connection: RedisConnection) async throws(RedisError) -> [Double?] {
        guard !keys.isEmpty else { return [] }
        let began = ServerClock.monotonicSeconds()
        let keys = keys
        let answers = try await OwnLookups.counted(in: invalidator.own) { own throws(RedisError) in
            try await SweepBatch(
                keys: keys, asksPTTL: true, asksMemory: false, cursor: nil, count: 0, own: own
            ).ask(connection)
        }
        let moment = (began + ServerClock.monotonicSeconds()) / 2
        return zip(keys, answers.pttl).map { key, pttl in
            guard let pttl, pttl != -2 else { return nil }
            guard pttl >= 0 else { return .infinity }
            let left = Double(pttl) / 1000
            if case .resource(let index) = invalidator.grammar.classify(key),
                Double(invalidator.policy.resources[index].ttlSeconds) - left < Self.youngest
            {
                return nil
            }
            return moment + left
        }
    }
}
