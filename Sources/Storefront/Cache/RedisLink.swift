import Logging
import RedisClient
import Synchronization

/// The shop's connection to Redis, when there is one.
///
/// A request takes what `current` has, and goes to the catalogue when that is nil: it never waits for
/// Redis to come back. `run()` is what brings it back, with growing pauses.
final class RedisLink: Sendable {
    let endpoint: RedisEndpoint
    /// A command unanswered for this long ends the connection, and the request goes on without.
    let deadline: Duration
    private let connection = Mutex<RedisConnection?>(nil)
    private let logger: Logger
    private let onChange: @Sendable (Change) -> Void

    enum Change: Sendable {
        case connected
        /// Once for each reason of a loss, not once per try: a server that was away may come back and
        /// refuse the password.
        case lost(RedisError)
    }

    init(
        to endpoint: RedisEndpoint, deadline: Duration = .seconds(1), logger: Logger = .silent,
        onChange: @escaping @Sendable (Change) -> Void = { _ in }
    ) {
        self.endpoint = endpoint
        self.deadline = deadline
        self.logger = logger
        self.onChange = onChange
    }

    var current: RedisConnection? {
        connection.withLock { $0 }.flatMap { $0.isOpen ? $0 : nil }
    }

    /// Keeps a connection until the task is cancelled, then closes it.
    func run() async {
        var backoff = Backoff(initial: .milliseconds(100), cap: .seconds(2))
        var reported: Set<String> = []
        while !Task.isCancelled {
            do throws(RedisError) {
                let new = try await RedisConnection.connect(
                    to: endpoint, timeout: .seconds(2), logger: logger)
                connection.withLock { $0 = new }
                backoff.reset()
                reported = []
                onChange(.connected)
                let error = await withTaskCancellationHandler {
                    await new.whenClosed()
                } onCancel: {
                    Task { await new.close() }
                }
                connection.withLock { $0 = nil }
                throw error
            } catch {
                guard !Task.isCancelled else { return }
                if reported.insert(error.description).inserted { onChange(.lost(error)) }
                try? await Task.sleep(for: backoff.next())
            }
        }
    }
}
