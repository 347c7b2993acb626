import Metrics
import RedisClient

/// What Redis shows of an invalidation by the API: counters that moved, copies that are gone.
///
/// Read before the request and after its answer. A copy is the same when it expires at the same moment
/// as before; one that was written again lives longer. A copy whose time was up meanwhile shows nothing,
/// nor does one that is too young to be distinguished from a new one. Where the scope raises counters they are
/// the witnesses, since the API need not remove what they outdate.
struct APIWitness {
    /// Seconds within which a copy can't be distinguished from one that was written again.
    static let youngest = 2.0

    private let scope: InvalidationScope
    private let grammar: KeyGrammar
    private let own: OwnLookups?
    private var candidates = WitnessCandidates()
    private var values: [Int64?] = []
    private var copies: [CopyState?] = []

    init(_ scope: InvalidationScope, _ grammar: KeyGrammar, own: OwnLookups?) {
        self.scope = scope
        self.grammar = grammar
        self.own = own
    }

    private var counterValues: CounterValues { CounterValues(own: own) }

    mutating func readBefore(_ connection: RedisConnection) async throws(RedisError) {
        candidates = try await WitnessCandidates(scope, grammar, connection)
        values = try await counterValues.read(candidates.counters, connection)
        copies = try await copies(connection)
    }

    func readAfter(_ connection: RedisConnection) async throws(RedisError) -> APITestimony {
        candidates.counters.isEmpty
            ? try await testimonyOfKeys(connection) : try await testimonyOfCounters(connection)
    }

    private func testimonyOfCounters(
        _ connection: RedisConnection
    ) async throws(RedisError) -> APITestimony {
        var testimony = APITestimony()
        let names = candidates.counters.map(KeyText.text)
        let now = try await counterValues.read(candidates.counters, connection)
        guard values.count == names.count, now.count == names.count else { return testimony }
        var still: [String] = []
        var moved: [String] = []
        for (index, name) in names.enumerated() {
            // The API reads a missing counter as 1.
            if values[index] ?? 1 == now[index] ?? 1 {
                still.append("\(name) is still \(now[index].map { "\($0)" } ?? "missing")")
            } else {
                let (old, new) = (values[index], now[index])
                let text = [old, new].map { $0.map { "\($0)" } ?? "missing" }
                moved.append("\(name) went from \(text[0]) to \(text[1])")
            }
        }
        if !still.isEmpty { testimony.doubt = still.joined(separator: " and ") + " in Redis" }
        if !moved.isEmpty { testimony.change = moved.joined(separator: " and ") }
        testimony.isProof = still.isEmpty
        if let old = values.first, let new = now.first, old != new {
            (testimony.from, testimony.to) = (old, new)
        }
        return testimony
    }

    private func testimonyOfKeys(
        _ connection: RedisConnection
    ) async throws(RedisError) -> APITestimony {
        let now = try await copies(connection)
        var comparison = CopyComparison(at: ServerClock.monotonicSeconds())
        for (index, key) in candidates.keys.enumerated()
        where index < copies.count && index < now.count {
            guard let before = copies[index], let after = now[index] else { continue }
            comparison.add(key, before, after)
        }
        return comparison.testimony
    }

    /// By PTTL, as watching does; nil: it may not be asked.
    private func copies(_ connection: RedisConnection) async throws(RedisError) -> [CopyState?] {
        let keys = candidates.keys
        guard !keys.isEmpty else { return [] }
        let began = ServerClock.monotonicSeconds()
        let answers = try await SweepBatch.ask(keys, connection, own: own)
        let moment = (began + ServerClock.monotonicSeconds()) / 2
        return zip(keys, answers.pttl).map { key, pttl in
            guard let pttl else { return nil }
            guard pttl != -2 else { return .absent }
            guard pttl >= 0 else { return .lasting }
            let left = Double(pttl) / 1000
            if case .resource(let index) = grammar.classify(key),
                Double(grammar.policy.resources[index].ttlSeconds) - left < Self.youngest
            {
                return .young
            }
            return .expires(moment + left)
        }
    }
}
