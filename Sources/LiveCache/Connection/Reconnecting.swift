import Logging
import RedisClient

/// Keeps a connection for as long as the task lives: connects, lets `body` work on it, and when
/// that ends tries again after a growing pause, which the bell cuts short.
///
/// `body` returns or throws only when the connection is of no more use.
func reconnecting(
    to endpoint: RedisEndpoint, bell: Bell, logger: Logger,
    decoding: () -> ReplyDecoding = { .hiredis },
    isolation: isolated (any Actor)? = #isolation,
    onLost: (RedisError, _ retryAt: Double) -> Void,
    _ body: (RedisConnection) async throws -> Void
) async {
    /// A connection that lived this long has proved itself.
    let proof = 2.0
    var backoff = Backoff()
    while !Task.isCancelled {
        var connected: Double?
        do {
            try await RedisConnection.withConnection(
                to: endpoint, logger: logger, decoding: decoding()
            ) { connection in
                connected = ServerClock.monotonicSeconds()
                try await body(connection)
            }
        } catch {
            if Task.isCancelled { return }
            let now = ServerClock.monotonicSeconds()
            if let connected, now - connected > proof { backoff.reset() }
            let pause = backoff.next()
            let reason =
                error as? RedisError
                ?? RedisError(
                    .lost, endpoint: endpoint.description, attempted: "The connection",
                    message: "\(error)")
            bell.silence()
            logger.warning(
                "not connected", metadata: ["reason": "\(reason)", "retryIn": "\(pause)"])
            onLost(reason, now + pause.seconds)
            await bell.wait(pause)
        }
    }
}
