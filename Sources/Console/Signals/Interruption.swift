package import Dispatch
import Glibc
import Synchronization

/// Lets ^C, TERM and a lost terminal cancel what is under way instead of ending the process: a purge that is
/// killed within a batch can't say how far it came, one that is stopped can. While nothing is under way,
/// at the question, they end the process as ever.
package final class Interruption: Sendable {
    private let underWay = Mutex<(@Sendable () -> Void)?>(nil)

    package init() {}

    /// To be kept for as long as the command runs.
    package func listen() -> [any DispatchSourceSignal] {
        EndSignals.listen { [self] number in
            guard let cancel = underWay.withLock({ $0 }) else { _exit(128 + number) }
            cancel()
        }
    }

    /// Runs `body` in a task that a signal cancels.
    package func cancelling<Result: Sendable>(
        _ body: @escaping @Sendable () async -> Result
    ) async -> Result {
        let task = Task { await body() }
        underWay.withLock { $0 = { task.cancel() } }
        let result = await task.value
        underWay.withLock { $0 = nil }
        return result
    }
}
