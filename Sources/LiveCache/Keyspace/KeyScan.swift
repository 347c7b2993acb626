import Invalidation
import Logging
import Metrics
import RedisClient

/// SCAN over the keyspace at a pace that the server's other clients do not feel: 500 keys a call,
/// at most 100,000 a second, fewer when round trips grow, as the sweep gives way.
struct KeyScan {
    static let count = 500
    static let keysPerSecond = 100_000.0

    private var pages: ScanPages
    private let logger: Logger
    private var governor = LatencyGovernor(.sweep)

    init(glob: [UInt8]?, logger: Logger = .silent) {
        pages = ScanPages(match: glob, count: Self.count)
        self.logger = logger
    }

    /// Keys that SCAN went past, repeats included: what it was asked for, call by call.
    var looked: UInt64 { pages.looked }

    /// Hands every batch of keys to `take`, with how many SCAN has gone past; it returns false to stop.
    /// - Returns: whether SCAN came to its end.
    mutating func run(
        _ connection: RedisConnection, _ take: ([[UInt8]], UInt64) throws(RedisError) -> Bool
    ) async throws(RedisError) -> Bool {
        var began = ServerClock.monotonicSeconds()
        while let keys = try await pages.next(connection, deadline: .seconds(10)) {
            let now = ServerClock.monotonicSeconds()
            logger.debug(governor.note(now - began, at: now), of: "SCAN")
            guard try take(keys, pages.looked) else { return false }
            let spent = ServerClock.monotonicSeconds() - began
            let pause = governor.pause(
                Double(pages.lastCount) / Self.keysPerSecond, spent: spent)
            if pause > 0 { try? await Task.sleep(for: .seconds(pause)) }
            if Task.isCancelled { throw .cancelled(connection.endpoint) }
            began = ServerClock.monotonicSeconds()
        }
        return true
    }
}
