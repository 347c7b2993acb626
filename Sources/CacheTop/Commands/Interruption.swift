import Dispatch
import Glibc
import Synchronization

/// Lets ^C, TERM and a lost connection to the terminal cancel what is under way instead of ending the
/// process: a purge that is killed within a batch can't say how far it came, one that is stopped can.
/// While nothing is under way, at the question, they end it as ever.
///
/// One for the whole command: a signal source that follows another one hears nothing on Linux.
final class Interruption: Sendable {
    private let underWay = Mutex<(@Sendable () -> Void)?>(nil)

    /// To be kept for as long as the command runs.
    func listen() -> [any DispatchSourceSignal] {
        // Under nohup the terminal may go.
        var hangUp = sigaction()
        sigaction(SIGHUP, nil, &hangUp)
        let ignored = unsafeBitCast(SIG_IGN, to: Int.self)
        let isDetached =
            unsafeBitCast(hangUp.__sigaction_handler.sa_handler, to: Int.self) == ignored
        return ([SIGINT, SIGTERM] + (isDetached ? [] : [SIGHUP])).map { number in
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { [self] in
                guard let cancel = underWay.withLock({ $0 }) else { _exit(128 + number) }
                cancel()
            }
            source.activate()
            return source
        }
    }

    /// Runs `body` in a task that a signal cancels.
    func cancelling<Result: Sendable>(
        _ body: @escaping @Sendable () async -> Result
    ) async -> Result {
        let task = Task { await body() }
        underWay.withLock { $0 = { task.cancel() } }
        let result = await task.value
        underWay.withLock { $0 = nil }
        return result
    }
}
