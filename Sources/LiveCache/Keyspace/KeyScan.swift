import Metrics
import RedisClient

/// SCAN over the keyspace at a pace that the server's other clients do not feel: 500 keys a call,
/// at most 100,000 a second, fewer when round trips grow (`SweepBudget`, as the sweep gives way).
struct KeyScan {
    static let count = 500
    static let keysPerSecond = 100_000.0

    let glob: [UInt8]?
    private var budget = SweepBudget()
    /// Keys that SCAN went past, repeats included: what it was asked for, call by call.
    private(set) var looked: UInt64 = 0

    init(glob: [UInt8]?) { self.glob = glob }

    /// Hands every batch of keys to `take`, which returns false to stop.
    /// - Returns: whether SCAN came to its end.
    mutating func run(
        _ connection: RedisConnection, _ take: ([[UInt8]]) throws(RedisError) -> Bool
    ) async throws(RedisError) -> Bool {
        let start = [UInt8(ascii: "0")]
        var cursor = start
        repeat {
            let began = ServerClock.monotonicSeconds()
            var command = RedisCommand("SCAN", key: cursor)
            if let glob { command = command.appending("MATCH").appending(glob) }
            command = command.appending("COUNT").appending(Self.count)
            let reply = try await connection.send(command, deadline: .seconds(10)) { view in
                let keys = view[1]
                return (
                    cursor: Array(view[0].bytes),
                    keys: (0..<keys.count).map { Array(keys[$0].bytes) }
                )
            }
            let now = ServerClock.monotonicSeconds()
            budget.note(roundTrip: now - began, at: now)
            cursor = reply.cursor
            looked += UInt64(Self.count)
            guard try take(reply.keys) else { return false }
            let due = began + Double(Self.count) / (Self.keysPerSecond * budget.factor)
            let rest = due - ServerClock.monotonicSeconds()
            if rest > 0 { try? await Task.sleep(for: .seconds(rest)) }
            if Task.isCancelled { throw .cancelled(connection.endpoint) }
        } while cursor != start
        return true
    }
}

extension OwnLookups {
    /// Enters what `body` looks up on a connection other than INFO's: unsettled until it is over.
    static func counted<Result>(
        in all: OwnLookups?, isolation: isolated (any Actor)? = #isolation,
        _ body: (OwnLookups) async throws(RedisError) -> Result
    ) async throws(RedisError) -> Result {
        let mine = OwnLookups()
        let issue = all?.issue()
        defer {
            if let all, let issue {
                let reading = mine.reading
                all.settle(
                    issue, hits: reading.counts.hits, misses: reading.counts.misses,
                    readerCalls: reading.readerCalls)
            }
        }
        return try await body(mine)
    }
}
