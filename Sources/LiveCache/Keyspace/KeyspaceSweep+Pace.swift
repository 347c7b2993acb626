import Invalidation
import Metrics
import RedisClient

/// How much a sweep asks at once, and how long it rests.
extension KeyspaceSweep {
    var largestBatch: Int {
        switch speed {
        case .full: pacer.pace.count(upTo: 1000)
        case .budget(let keysPerSecond): min(50, max(20, Int(keysPerSecond() / 40)))
        }
    }

    /// Bytes of names in a page, about: of names of a megabyte a page has a few.
    private static let pageBytes = 4 << 20
    static let firstPage = 16
    /// Seconds between two looks at what others do.
    static let burst = 0.03

    /// What others ask for by an INFO that was read just before, until the first two looks tell.
    mutating func guessOthers(by info: InfoReply?) {
        pacer.guess(operationsPerSecond: info?.number("instantaneous_ops_per_sec"))
    }

    /// A table that was large once has empty buckets: COUNT then grows until batches fill.
    mutating func adapt(to page: ScanPage) {
        if page.keys.reduce(0, { $0 + $1.count }) > Self.pageBytes {
            count = max(1, count / 2)
        } else if count < largestBatch {
            count = min(largestBatch, count * 2)
        } else if page.keys.count * 4 < largestBatch {
            count *= 2
        } else if page.keys.count > largestBatch {
            count = max(largestBatch, count / 2)
        }
        count = min(count, pages.limit)
    }

    mutating func pause(
        after keys: Int, since began: Double, _ connection: RedisConnection
    ) async throws(RedisError) {
        guard case .budget(let keysPerSecond) = speed else {
            let seconds = ServerClock.monotonicSeconds() - began
            let nodes = RedisNodes.one(connection)
            try await pacer.rest(after: keys, seconds: seconds, nodes, deadline: .seconds(5))
            if Task.isCancelled { throw .cancelled(connection.endpoint) }
            return
        }
        let due = began + Double(keys) / max(1, keysPerSecond())
        let rest = due - ServerClock.monotonicSeconds()
        if rest > 0 { await LoopTimer.pause(.seconds(rest)) }
        if Task.isCancelled { throw .cancelled(connection.endpoint) }
    }
}
