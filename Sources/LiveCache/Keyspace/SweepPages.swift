import Metrics
import Synchronization

/// How large the sweep's pages of SCAN may be, across connections: a page whose reply is too large ends its
/// connection, so the next one asks for half. When a page of one key is too large, the keys can't be
/// counted, and the sweep pauses for a while instead of ending one connection after the other.
final class SweepPages: Sendable {
    /// What SCAN is asked to go past, at most.
    static let most = 1000
    static let pauseSeconds = 600.0

    private struct State {
        var limit = SweepPages.most
        var failures = 0
        var pausedUntil = -Double.infinity
    }

    private let state = Mutex(State())

    var limit: Int { state.withLock { $0.limit } }

    /// How many pages were too large so far.
    var failures: Int { state.withLock { $0.failures } }

    /// Why SCAN is not to be sent now; nil: it may be.
    func problem(now: Double = ServerClock.monotonicSeconds()) -> SourceProblem? {
        guard state.withLock({ $0.pausedUntil > now }) else { return nil }
        return SourceProblem(
            .lost,
            "The keys can't be counted: SCAN met a key whose name has more than 64 MiB. Remove that key; "
                + "the next try is within 10 minutes.")
    }

    /// - Parameter count: what SCAN was asked to go past.
    func noteTooLarge(_ count: Int, now: Double = ServerClock.monotonicSeconds()) {
        state.withLock { state in
            state.failures += 1
            if count > 1 {
                state.limit = min(state.limit, count / 2)
            } else {
                state.pausedUntil = now + Self.pauseSeconds
            }
        }
    }
}
