import Dispatch
import Glibc

/// Lets ^C (and TERM) cancel a task instead of ending the process, for as long as `body` runs: a
/// purge that is killed within a batch can't say how far it came, one that is stopped can.
enum Interruption {
    static func cancelling<Result: Sendable>(
        _ body: @escaping @Sendable () async -> Result
    ) async -> Result {
        let task = Task { await body() }
        let sources = [SIGINT, SIGTERM].map { number in
            // The source hears what the default action would end the process with.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { task.cancel() }
            source.resume()
            return source
        }
        let result = await task.value
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
        return result
    }
}
