import Metrics
import RedisClient

/// What Redis shows of an invalidation by the API: counters that moved, copies that are gone.
///
/// Read before the request and after its answer. A copy is the same when it expires at the same moment
/// as before; one that was written again lives longer. A copy whose time was up meanwhile shows nothing,
/// nor does one that is too young to be told from a new one. Where the scope raises counters they are
/// the witnesses, since the API need not remove what they outdate.
struct APIWitness {
    static let tolerance = 0.1
    /// A copy that was only just written can't be told from one that was written again.
    static let youngest = 2.0

    private enum Copy: Sendable, Hashable {
        case absent, young, lasting
        /// In monotonic seconds.
        case expires(Double)
    }

    private let scope: InvalidationScope
    private let grammar: KeyGrammar
    private let own: OwnLookups?
    private var candidates = WitnessCandidates()
    private var values: [Int64?] = []
    private var copies: [Copy?] = []

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

    struct Testimony {
        /// Of the first counter, when it has changed.
        var from: Int64?
        var to: Int64?
        /// What is as it was, as a clause; nil: nothing that could be checked.
        var doubt: String?
        /// What has changed, as a clause; nil: nothing.
        var change: String?
        /// Nothing is as it was, and something changed that time alone does not change.
        var isProof = false
        /// A part of the change may be a TTL that ran out.
        var mayHaveExpired = false
    }

    func readAfter(_ connection: RedisConnection) async throws(RedisError) -> Testimony {
        candidates.counters.isEmpty
            ? try await testimonyOfKeys(connection) : try await testimonyOfCounters(connection)
    }

    private func testimonyOfCounters(
        _ connection: RedisConnection
    ) async throws(RedisError) -> Testimony {
        var testimony = Testimony()
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
    ) async throws(RedisError) -> Testimony {
        var testimony = Testimony()
        let now = try await copies(connection)
        let moment = ServerClock.monotonicSeconds()
        var (same, gone, replaced): ([[UInt8]], [[UInt8]], [[UInt8]]) = ([], [], [])
        var proofs = 0
        for (index, key) in candidates.keys.enumerated()
        where index < copies.count && index < now.count {
            guard let before = copies[index], let after = now[index], before != .absent else {
                continue
            }
            var hasExpired = false
            if case .expires(let end) = before { hasExpired = end <= moment + Self.tolerance }
            switch (before, after) {
            case (_, .absent):
                gone.append(key)
                if !hasExpired { proofs += 1 }
            case (.lasting, .lasting): same.append(key)
            case (.expires(let old), .expires(let new)) where abs(old - new) < Self.tolerance:
                same.append(key)
            // Too young before or after: it may be either.
            case (.young, _),
                (_, .young) where !Self.isReplaced(before, after):
                break
            default:
                replaced.append(key)
                proofs += 1
            }
        }
        if !same.isEmpty {
            let there = same.count + gone.count + replaced.count
            testimony.doubt =
                (same.count == there ? "" : "of \(there) copies ") + Self.names(same)
                + (same.count == 1 ? " is the same copy" : " are the same copies")
                + " as before in Redis"
        }
        var changes: [String] = []
        if !gone.isEmpty {
            changes.append("\(Self.names(gone)) \(gone.count == 1 ? "is" : "are") gone")
        }
        if !replaced.isEmpty {
            changes.append(
                "\(Self.names(replaced)) \(replaced.count == 1 ? "was" : "were") written again")
        }
        testimony.change = changes.isEmpty ? nil : changes.joined(separator: " and ")
        testimony.isProof = same.isEmpty && proofs > 0
        testimony.mayHaveExpired = !gone.isEmpty
        return testimony
    }

    /// A copy that expired at a known moment and now is young was written since.
    private static func isReplaced(_ before: Copy, _ after: Copy) -> Bool {
        if case .expires = before { return after == .young }
        return before == .lasting && after == .young
    }

    private static func names(_ keys: [[UInt8]]) -> String {
        keys.count <= 3
            ? keys.map(KeyText.text).joined(separator: ", ")
            : "\(KeyText.text(keys[0])) and \(keys.count - 1) more"
    }

    /// By PTTL, as watching does; nil: it may not be asked.
    private func copies(_ connection: RedisConnection) async throws(RedisError) -> [Copy?] {
        let keys = candidates.keys
        guard !keys.isEmpty else { return [] }
        let began = ServerClock.monotonicSeconds()
        let answers = try await OwnLookups.counted(in: own) { own throws(RedisError) in
            try await SweepBatch(
                keys: keys, asksPTTL: true, asksMemory: false, cursor: nil, count: 0, own: own
            ).ask(connection)
        }
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
