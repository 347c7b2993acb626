import Logging
import NIOCore
import Synchronization

/// One connection to one Redis: commands go out in the order they are sent, replies come back to
/// whoever sent them.
///
/// Any task may send; the state lives on the channel's event loop, in `RedisChannelHandler`, and
/// this is the handle to it from outside. It does not reconnect and does not retry: what was sent
/// when a connection ended may or may not have been carried out, and only the sender knows if it may
/// be sent twice. Dropping the last reference closes it; `withConnection` says so in a scope.
package final class RedisConnection: Sendable {
    package let endpoint: RedisEndpoint
    private let handler: NIOLoopBound<RedisChannelHandler>
    private let channel: any Channel
    private let logger: Logger
    private let ended: EventLoopFuture<RedisError>
    private let lastID = Atomic<UInt64>(0)

    init(
        endpoint: RedisEndpoint, channel: any Channel, handler: NIOLoopBound<RedisChannelHandler>,
        ended: EventLoopFuture<RedisError>, logger: Logger
    ) {
        self.logger = logger
        self.endpoint = endpoint
        self.channel = channel
        self.handler = handler
        self.ended = ended
    }

    deinit { channel.close(promise: nil) }

    /// Closes the connection. Returns when all that was in flight has failed with `closed`; the
    /// farewell of TLS may still be under way.
    package func close() async {
        handler.eventLoop.execute { [handler] in handler.value.close() }
        _ = await whenClosed()
    }

    /// Waits for the end of the connection and says what ended it (`closed`: this side did).
    /// Cancelling the task does not end this wait: the end of the connection does.
    package func whenClosed() async -> RedisError {
        do { return try await ended.get() } catch {
            return RedisError(error, endpoint: endpoint)
        }
    }

    func whenEnded(_ body: @escaping @Sendable (RedisError) -> Void) {
        ended.whenSuccess(body)
    }

    /// False once it has ended, or is about to.
    package var isOpen: Bool { channel.isActive }

    var eventLoop: any EventLoop { handler.eventLoop }

    // MARK: Commands

    /// Sends a command and returns its reply.
    ///
    /// - Throws: an error reply by its kind (`noPermission`, …, `server`); `deadline`, after which
    ///   the connection is closed; `cancelled` as soon as the task is, the connection staying usable.
    package func send(
        _ command: RedisCommand, deadline: Duration = .seconds(5)
    ) async throws(RedisError) -> RedisReply {
        try await send(command, deadline: deadline) { $0.reply }
    }

    /// Sends a command and decodes its reply where the codec left it, without a copy.
    ///
    /// `decoding` runs on the event loop: it should only read, and its view is not valid afterwards.
    /// What it throws becomes `unexpectedReply`; it never sees an error reply.
    package func send<Value: Sendable>(
        _ command: RedisCommand, deadline: Duration = .seconds(5),
        decoding: @escaping @Sendable (RedisReplyView) throws -> Value
    ) async throws(RedisError) -> Value {
        let name = command.name
        return try await submit([command], attempted: name, deadline: deadline) {
            [endpoint = endpoint.description] answer in
            SingleReply(attempted: name, endpoint: endpoint, answer: answer, decode: decoding)
        }
    }

    /// Sends many commands in one write and returns their replies in order. Error replies are
    /// values in the array; `deadline` is for all of them together.
    package func pipeline(
        _ commands: [RedisCommand], deadline: Duration = .seconds(5)
    ) async throws(RedisError) -> [RedisReply] {
        try await pipeline(commands, deadline: deadline) { $0.reply }
    }

    /// The same, each reply decoded where the codec left it (on the event loop, error replies
    /// included).
    package func pipeline<Value: Sendable>(
        _ commands: [RedisCommand], deadline: Duration = .seconds(5),
        decoding: @escaping @Sendable (RedisReplyView) -> Value
    ) async throws(RedisError) -> [Value] {
        guard let first = commands.first else { return [] }
        let count = commands.count
        let others = count == 2 ? "another command" : "\(count - 1) others"
        let name = count == 1 ? first.name : "\(first.name) and \(others)"
        return try await submit(commands, attempted: name, deadline: deadline) { answer in
            PipelineReplies(attempted: name, count: count, answer: answer, decode: decoding)
        }
    }

    // MARK: To the event loop

    func submit<Value: Sendable>(
        _ commands: [RedisCommand], attempted: String, deadline: Duration,
        onMessage: (@Sendable (RedisReplyView) -> Void)? = nil,
        sink: @escaping @Sendable (Answer<Value>) -> any ReplySink
    ) async throws(RedisError) -> Value {
        func refused(_ kind: RedisError.Kind, _ message: String) -> RedisError {
            RedisError(
                kind, endpoint: endpoint.description, attempted: attempted, message: message)
        }
        guard commands.allSatisfy({ $0.arguments.first?.isEmpty == false }) else {
            throw refused(.invalidCommand, "it has no name")
        }
        let loop = handler.eventLoop
        let began = NIODeadline.now()
        let request = request(commands, deadline: deadline)
        let cancel: @Sendable () -> Void = { [handler] in handler.value.cancel(request.id) }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (answer: Answer<Value>) in
                if Task.isCancelled {
                    return answer.resume(
                        returning: .failure(refused(.cancelled, "the wait was cancelled")))
                }
                loop.execute { [handler] in
                    if let onMessage { handler.value.onMessage = onMessage }
                    handler.value.submit(
                        sink(answer), request,
                        subscribes: onMessage != nil)
                }
                // Cancelled meanwhile: the handler below may have come before the command.
                if Task.isCancelled { loop.execute(cancel) }
            }
        } onCancel: {
            loop.execute(cancel)
        }
        logger.trace(commands, took: .now() - began, result.failure)
        return try result.mapError { $0.dated(deadline) }.get()
    }

    private func request(_ commands: [RedisCommand], deadline: Duration) -> WireRequest {
        var bytes = channel.allocator.buffer(capacity: 64 * commands.count)
        CommandWriter.write(commands, into: &bytes)
        return WireRequest(
            id: lastID.wrappingAdd(1, ordering: .relaxed).newValue, bytes: bytes,
            replies: commands.count, deadline: .now() + TimeAmount(deadline))
    }

    /// Sends one command without waiting for it: at once where this is called on the connection's event
    /// loop, as from another reply's decoder. A command without a name must not be begun.
    ///
    /// - Parameter done: is called on the event loop, once: with what `decoding` made of the reply, or with
    ///   what prevented it.
    /// - Returns: what `cancel` takes.
    @discardableResult
    package func begin<Value: Sendable>(
        _ command: RedisCommand, deadline: Duration,
        decoding: @escaping @Sendable (RedisReplyView) -> Value,
        done: @escaping @Sendable (Result<Value, RedisError>) -> Void
    ) -> UInt64 {
        let began = NIODeadline.now()
        let request = request([command], deadline: deadline)
        let send: @Sendable () -> Void = { [handler, logger] in
            handler.value.submit(
                BegunReply(attempted: command.name, decode: decoding) { result in
                    logger.trace([command], took: .now() - began, result.failure)
                    done(result.mapError { $0.dated(deadline) })
                }, request)
        }
        if handler.eventLoop.inEventLoop { send() } else { handler.eventLoop.execute(send) }
        return request.id
    }

    /// Whoever waits for a command that was begun learns at once that it was cancelled.
    package func cancel(_ id: UInt64) {
        handler.eventLoop.execute { [handler] in handler.value.cancel(id) }
    }
}

extension RedisError {
    /// With the time that an answer was waited for.
    fileprivate func dated(_ deadline: Duration) -> RedisError {
        guard kind == .deadline else { return self }
        let (seconds, rest) = deadline.components
        let milliseconds = seconds &* 1000 &+ rest / 1_000_000_000_000_000
        let time = rest == 0 ? "\(seconds) s" : "\(milliseconds) ms"
        return RedisError(
            kind, endpoint: endpoint, attempted: attempted, message: "no answer for \(time)",
            mayHaveBeenCarriedOut: mayHaveBeenCarriedOut)
    }
}

extension Result {
    fileprivate var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}
