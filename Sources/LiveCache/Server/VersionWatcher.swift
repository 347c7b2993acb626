import Metrics
import RedisClient

/// Makes readings of the version counters out of the answers to one MGET each.
///
/// MGET answers nil for a missing counter and for one of another type, so each nil is followed by a
/// TYPE at once: what an operator has mended is believed with the next poll.
struct VersionWatcher {
    let keys: [[UInt8]]
    private var refusals: Refusals

    init(policy: CachePolicy, refusals: Refusals = Refusals()) {
        keys = policy.counters.map { Array(policy.key(ofCounter: $0).utf8) }
        self.refusals = refusals
    }

    /// The counters to ask: none while this user may not use MGET.
    var asked: Range<Int> { refusals.words(for: "MGET") == nil ? keys.indices : 0..<0 }

    /// One reading a counter, in the policy's order.
    ///
    /// - Parameter replies: MGET's, by the counter's index.
    /// - Returns: also what the server has counted for these MGETs.
    mutating func readings(
        _ replies: [Int: RedisReply], on nodes: RedisNodes, own: OwnLookups
    ) async throws(RedisError) -> ([CounterReading], HitCounts) {
        var readings: [CounterReading] = []
        var lookups = HitCounts()
        var nils: [Int] = []
        for index in keys.indices {
            let reply = replies[index]
            if let error = reply?.serverError {
                refusals.note(error, for: "MGET")
                readings.append(.unavailable(SourceProblem(error)))
            } else if let bytes = reply?.elements?.first?.bytes {
                lookups.hits += 1
                readings.append(Self.reading(bytes))
            } else if reply?.elements?.count == 1 {
                nils.append(index)
                readings.append(.absent)
            } else {
                let none = SourceProblem(.lost, "The server gave no answer to MGET.")
                readings.append(.unavailable(refusals.problem(for: "MGET") ?? none))
            }
        }
        for (index, type) in zip(nils, try await types(of: nils, on: nodes, own: own)) {
            // A key of another type is found, though MGET answers nil.
            if case .unusable = type { lookups.hits += 1 } else { lookups.misses += 1 }
            readings[index] = type
        }
        return (readings, lookups)
    }

    private static func reading(_ bytes: [UInt8]) -> CounterReading {
        // As INCR reads it: no sign but minus, no spaces, no leading zero.
        if let value = Int64(String(decoding: bytes, as: UTF8.self)),
            Array(String(value).utf8) == bytes
        {
            return .value(value)
        }
        return .unusable(
            "No integer but \"\(KeyText.text(Array(bytes.prefix(40))))\": the API can't count "
                + "generations with it. Set it to an integer.")
    }

    /// What MGET's nil stands for, asked in one round trip.
    private mutating func types(
        of indices: [Int], on nodes: RedisNodes, own: OwnLookups
    ) async throws(RedisError) -> [CounterReading] {
        guard !indices.isEmpty else { return [] }
        if let words = refusals.words(for: "TYPE") {
            return indices.map { _ in Self.absentOrOther(words) }
        }
        var readings = indices.map { _ in CounterReading.absent }
        let types = try await nodes.types(of: indices.map { keys[$0] }, own: own)
        for (position, reply) in types.enumerated() {
            if let reply { readings[position] = note(reply) }
        }
        return readings
    }

    /// What TYPE's answer makes of MGET's nil.
    private mutating func note(_ reply: RedisReply) -> CounterReading {
        if let error = reply.serverError {
            refusals.note(error, for: "TYPE")
            return Self.absentOrOther(error.message)
        }
        let type = reply.text ?? "none"
        // A string that was written between the two commands is read with the next poll.
        guard type != "none", type != "string" else { return .absent }
        return .unusable(
            "A \(type), not a counter: the API can't count generations with it. Delete it.")
    }

    private static func absentOrOther(_ words: String) -> CounterReading {
        .unavailable(
            SourceProblem(.refused, "It is missing or of another type; TYPE is refused: \(words)"))
    }
}
