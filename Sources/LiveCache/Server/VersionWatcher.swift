import Metrics
import RedisClient

/// Makes readings of the version counters out of MGET's answer.
///
/// MGET answers nil for a missing counter and for one of another type; a TYPE tells them apart,
/// asked when a value turns nil and now and then while it stays so.
struct VersionWatcher {
    static let askAgainAfter = 30.0

    let keys: [[UInt8]]
    private var nils: [(reading: CounterReading, askedAt: Double)?]

    init(policy: CachePolicy) {
        keys = policy.counters.map { Array(policy.key(ofCounter: $0).utf8) }
        nils = Array(repeating: nil, count: keys.count)
    }

    /// One reading a counter, in the policy's order; nil: the answer is none of MGET.
    mutating func readings(
        _ reply: RedisReply, on connection: RedisConnection, own: OwnLookups
    ) async throws(RedisError) -> [CounterReading]? {
        guard let values = reply.elements, values.count == keys.count else { return nil }
        var readings: [CounterReading] = []
        for (index, value) in values.enumerated() {
            if let bytes = value.bytes {
                nils[index] = nil
                readings.append(Self.reading(bytes, key: keys[index]))
            } else {
                readings.append(try await readingOfNil(index, connection, own))
            }
        }
        return readings
    }

    private static func reading(_ bytes: [UInt8], key: [UInt8]) -> CounterReading {
        // As INCR reads it: no sign but minus, no spaces, no leading zero.
        if let value = Int64(String(decoding: bytes, as: UTF8.self)),
            Array(String(value).utf8) == bytes
        {
            return .value(value)
        }
        return .unusable(
            "\(KeyText.text(key)) is no integer but \"\(KeyText.text(Array(bytes.prefix(40))))\"; "
                + "the API can't count generations with it. Set it to an integer.")
    }

    private mutating func readingOfNil(
        _ index: Int, _ connection: RedisConnection, _ own: OwnLookups
    ) async throws(RedisError) -> CounterReading {
        let now = ServerClock.monotonicSeconds()
        if let known = nils[index], now - known.askedAt < Self.askAgainAfter {
            return known.reading
        }
        var reading = CounterReading.absent
        do throws(RedisError) {
            let type = try await connection.send(RedisCommand("TYPE", key: keys[index])) { view in
                let type = view.text
                own.add(hits: type == "none" ? 0 : 1, misses: type == "none" ? 1 : 0)
                return type
            }
            if type != "none", type != "string" {
                reading = .unusable(
                    "\(KeyText.text(keys[index])) is a \(type), not a counter; the API can't "
                        + "count generations with it. Delete it.")
            }
        } catch {
            if !error.isServerReply { throw error }
        }
        nils[index] = (reading, now)
        return reading
    }
}
