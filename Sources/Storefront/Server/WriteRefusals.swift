import RedisClient
import Synchronization

/// Whether Redis takes what is written: it may answer, and refuse (full, a replica, no right to).
///
/// Told by those who write all the time, the rate limits; read by `/health`. The operator hears of each
/// kind of refusal once a minute at most.
final class WriteRefusals: Sendable {
    static let interval = Duration.seconds(60)

    private struct State {
        var code: String?
        var reported: [String: ContinuousClock.Instant] = [:]
    }

    private let state = Mutex(State())
    private let onRefusal: @Sendable (RedisServerError) -> Void

    init(onRefusal: @escaping @Sendable (RedisServerError) -> Void = { _ in }) {
        self.onRefusal = onRefusal
    }

    /// Of the last write; nil: it was taken.
    var code: String? { state.withLock { $0.code } }

    func writeWasTaken() { state.withLock { $0.code = nil } }

    func writeWasRefused(_ error: RedisServerError) {
        let now = ContinuousClock.now
        let isNews = state.withLock { state in
            state.code = error.code
            if let last = state.reported[error.code], now < last + Self.interval { return false }
            state.reported[error.code] = now
            return true
        }
        if isNews { onRefusal(error) }
    }
}
