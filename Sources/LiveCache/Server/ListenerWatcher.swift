import Metrics
import RedisClient

/// Makes readings of the listeners' signs of life out of the answers to one MGET each.
///
/// MGET answers nil for a missing key and for one of another type. TYPE distinguishes them, and is asked
/// only about keys that the sweep has found: most shops have no listener, and need no second round trip.
struct ListenerWatcher {
    private let names: ListenerNames
    private var refusals: Refusals

    init(names: ListenerNames, refusals: Refusals = Refusals()) {
        self.names = names
        self.refusals = refusals
    }

    /// Whom to ask about: none while this user may not use MGET.
    var asked: [[UInt8]] { refusals.words(for: "MGET") == nil ? names.all : [] }

    /// - Parameter replies: MGET's, by the listener's name.
    /// - Returns: also what the server has counted for these MGETs.
    mutating func readings(
        _ replies: [[UInt8]: RedisReply], on nodes: RedisNodes, own: OwnLookups
    ) async throws(RedisError) -> ([[UInt8]: ListenerReading], HitCounts) {
        var readings: [[UInt8]: ListenerReading] = [:]
        var lookups = HitCounts()
        for (name, reply) in replies {
            if let error = reply.serverError {
                refusals.note(error, for: "MGET")
                readings[name] = .unavailable
            } else if let value = reply.elements?.first?.bytes {
                lookups.hits += 1
                readings[name] = ListenerReading(value, of: name)
            } else {
                readings[name] = .absent
            }
        }
        let missing = readings.filter { $0.value == .absent }.map(\.key)
        let unclear =
            refusals.words(for: "TYPE") == nil ? names.found.filter(missing.contains) : []
        lookups.misses += UInt64(missing.count)
        let types = try await nodes.types(of: unclear.map(ListenerKey.key(of:)), own: own)
        for (name, reply) in zip(unclear, types) {
            if let error = reply?.serverError { refusals.note(error, for: "TYPE") }
            guard let type = reply?.text, type != "none", type != "string" else { continue }
            // A key of another type is found, though MGET answers nil.
            lookups.hits += 1
            lookups.misses -= 1
            readings[name] = ListenerReading(type: type, of: name)
        }
        return (readings, lookups)
    }
}
