import RedisClient
import Synchronization

/// The pause between two sweeps, which ends early where a new sweep is asked for: at once by the operator's
/// key, as soon as the budget allows it by what has changed the keys.
final class SweepBell: Sendable {
    private let bell = Bell()
    private let isUrgent = Mutex(false)

    /// The next sweep begins without a pause.
    func ringNow() {
        isUrgent.withLock { $0 = true }
        bell.ring()
    }

    /// What was counted is true no more.
    func ringSoon() { bell.ring() }

    /// - Parameters:
    ///   - longest: the pause where no one rings.
    ///   - least: the pause where it rings soon.
    /// - Returns: whether what had changed the keys ended it.
    @discardableResult
    func wait(_ longest: Duration, atLeast least: Duration) async -> Bool {
        let began = ServerClock.monotonicSeconds()
        var left = longest
        var isAsked = false
        while !Task.isCancelled, await bell.wait(left) {
            let urgent = isUrgent.withLock { isUrgent in
                defer { isUrgent = false }
                return isUrgent
            }
            let rest = least.seconds - (ServerClock.monotonicSeconds() - began)
            if urgent { return false }
            isAsked = true
            if rest <= 0 { break }
            left = .seconds(rest)
        }
        return isAsked
    }
}
