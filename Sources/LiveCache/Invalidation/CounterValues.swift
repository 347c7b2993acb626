import Metrics
import RedisClient

/// Reads version counters, as watching does, and enters the look-ups that this costs.
struct CounterValues: Sendable {
    let own: OwnLookups?

    /// The values, nil for one that is missing or no integer. An MGET each: in a cluster they have
    /// different slots.
    func read(_ keys: [[UInt8]], _ connection: RedisConnection) async throws(RedisError) -> [Int64?]
    {
        guard !keys.isEmpty else { return [] }
        return try await OwnLookups.counted(in: own) { mine throws(RedisError) in
            var values: [RedisReply] = []
            for key in keys {
                let reply = try await connection.send(RedisCommand("MGET", bytes: [key]))
                values.append(reply.elements?.first ?? .null)
            }
            // A key of another type is nil here and a hit to the server: rare, and not distinguished.
            let missing = UInt64(values.count { $0.isNull })
            mine.add(hits: UInt64(keys.count) - min(missing, UInt64(keys.count)), misses: missing)
            return keys.indices.map { index in
                index < values.count ? values[index].integerValue : nil
            }
        }
    }
}
