import Invalidation
import Metrics
import RedisClient

/// SCAN over the keyspace at the pace that the server's other clients allow.
struct KeyScan {
    /// Keys that SCAN is asked to go past, a call, at most.
    static let count = 1000

    private var pages: ScanPages

    init(glob: [UInt8]?) {
        pages = ScanPages(match: glob, count: Self.count)
    }

    /// Keys that SCAN went past, repeats included: what it was asked for, call by call.
    var looked: UInt64 { pages.looked }

    /// Hands every batch of keys to `take`, with how many SCAN has gone past; it returns false to stop.
    /// - Returns: whether SCAN came to its end.
    mutating func run(
        _ connection: RedisConnection, _ pacer: inout Pacer,
        _ take: ([[UInt8]], UInt64) throws(RedisError) -> Bool
    ) async throws(RedisError) -> Bool {
        let nodes = RedisNodes.one(connection)
        try await pacer.begin(nodes, for: .max, deadline: .seconds(10))
        pacer.turn(to: "SCAN")
        while true {
            pages.most = pacer.pace.count(upTo: Self.count)
            let began = ServerClock.monotonicSeconds()
            guard let keys = try await pages.next(connection, deadline: .seconds(10)) else {
                return true
            }
            let seconds = ServerClock.monotonicSeconds() - began
            guard try take(keys, pages.looked) else { return false }
            try await pacer.rest(
                after: pages.lastCount, seconds: seconds, nodes, deadline: .seconds(10))
            if Task.isCancelled { throw .cancelled(connection.endpoint) }
        }
    }
}
