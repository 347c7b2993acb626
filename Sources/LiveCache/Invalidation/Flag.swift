import Logging
import Metrics
import RedisClient
import Synchronization

/// Goes up once, from any thread: such as that the operator wants the purge to stop after the batch
/// under way.
final class Flag: Sendable {
    private let state = Atomic(false)

    var isUp: Bool { state.load(ordering: .acquiring) }
    func raise() { state.store(true, ordering: .releasing) }
}
