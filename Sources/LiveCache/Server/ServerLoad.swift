import Invalidation
import Logging
import Metrics
import RedisClient
import Synchronization

/// What the polls tell the sweep: how many keys there are, and whether the server's other clients have
/// to wait. Shared by the two tasks.
final class ServerLoad: Sendable {
    private struct State {
        var governor = LatencyGovernor(.sweep)
        var keys: UInt64?
    }

    private let state = Mutex(State())
    /// What one sweep tells the next, which may be on another connection.
    let pages = SweepPages()
    private let logger: Logger

    init(logger: Logger = .silent) { self.logger = logger }

    func note(_ sample: Sample, database: Int) {
        let decision = state.withLock { state -> LatencyGovernor.Decision? in
            state.keys = sample.info?.keys(inDatabase: database)
            return sample.roundTripSeconds.flatMap {
                state.governor.note($0, at: sample.monotonicSeconds)
            }
        }
        logger.debug(decision, of: "sweep")
    }

    /// The share of its budget that the sweep may use.
    var share: Double { state.withLock { $0.governor.share } }
    /// Keys in the database by the last INFO; nil when it does not say.
    var keys: UInt64? { state.withLock { $0.keys } }
}
