import Metrics
import Synchronization

/// The look-ups that cachetop itself has caused, as the server counts them (design.md, rule 4).
///
/// On the control connection a look-up is entered when its reply is decoded, on the event loop:
/// replies come in order, so what stands here when INFO's reply is decoded is what the server
/// had counted. XREAD and XINFO run on a connection of their own and are counted by the server
/// when it gets them, so they are entered just before they are sent; a look that one of them
/// overlaps can't tell on which side of it it fell, and is looked again.
final class OwnLookups: Sendable {
    struct Reading: Sendable {
        var counts: HitCounts
        /// How many look-ups of other connections have been entered, and when the last was.
        var elsewhere: Int
        var lastElsewhere: Double
    }

    private let state = Mutex(
        Reading(counts: HitCounts(), elsewhere: 0, lastElsewhere: -.infinity))

    func add(hits: UInt64 = 0, misses: UInt64 = 0) {
        state.withLock { $0.counts += HitCounts(hits: hits, misses: misses) }
    }

    /// For a command that is about to be sent on another connection than INFO's.
    func addElsewhere(hits: UInt64 = 0, misses: UInt64 = 0) {
        state.withLock {
            $0.counts += HitCounts(hits: hits, misses: misses)
            $0.elsewhere += 1
            $0.lastElsewhere = ServerClock.monotonicSeconds()
        }
    }

    var reading: Reading { state.withLock { $0 } }
}
