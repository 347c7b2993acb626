import Logging
import NIOCore

/// Performs what `ConnectionState` decides: writes, feeds the codec, keeps the one timer, ends.
///
/// Sits at the end of the channel's pipeline, above TLS. Lives on its event loop and is never seen
/// elsewhere; `RedisConnection` hops on the loop to speak to it. A connection that has ended, for
/// whatever reason, never comes back: reconnecting is its owner's decision.
final class RedisChannelHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let endpoint: RedisEndpoint
    private let logger: Logger
    /// What was refused on this connection, and is in the log.
    private var refused: Set<String> = []
    let ended: EventLoopPromise<RedisError>
    private var state = ConnectionState<any ReplySink>()
    private var reader: ReplyDecoder
    private var context: ChannelHandlerContext?
    private var timer: Scheduled<Void>?
    private var hasReceived = false
    /// A decoder may send the next command; when that fails, NIO reads what is left at once.
    private var isReading = false
    private var hasAgreedOnTLS = false
    /// Takes what comes on a subscribed connection without having been asked for.
    var onMessage: ((RedisReplyView) -> Void)?

    init(
        endpoint: RedisEndpoint, ended: EventLoopPromise<RedisError>, logger: Logger,
        decoding: ReplyDecoding
    ) {
        reader = ReplyDecoder(decoding)
        self.logger = logger
        self.endpoint = endpoint
        self.ended = ended
    }

    // MARK: From the connection

    func submit(_ sink: any ReplySink, _ request: WireRequest, subscribes: Bool = false) {
        switch state.submit(
            sink, id: request.id, replies: request.replies, deadline: request.deadline,
            subscribes: subscribes)
        {
        case .write(let alarm):
            context?.writeAndFlush(wrapOutboundOut(request.bytes), promise: nil)
            if let alarm { setTimer(alarm) }
        case .refuse(let sink, let reason): sink.fail(reason.hitting(sink.attempted))
        }
    }

    func cancel(_ id: UInt64) {
        guard let sink = state.cancel(id) else { return }
        let reason = error(.cancelled, "the wait was cancelled")
        sink.fail(reason.hitting(sink.attempted, mayHaveBeenCarriedOut: mayHaveSent))
    }

    func close() { end(error(.closed, "the connection was closed on this side")) }

    // MARK: From the channel

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        endAsLost()
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        endAsLost()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // TLS reports one thing here: that its handshake is done.
        hasAgreedOnTLS = true
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let reason = RedisError(error, endpoint: endpoint)
        end(reason.kind == .lost ? lost(reason.message) : reason)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        guard state.isOpen, buffer.readableBytes > 0 else { return }
        guard !isReading else { return endAsLost() }
        if !hasReceived {
            hasReceived = true
            if let foreign = ForeignGreeting(buffer.readableBytesView) {
                return end(error(foreign.kind, foreign.message, attempted: RedisError.connecting))
            }
        }
        isReading = true
        defer { isReading = false }
        do throws(ReplyReader.Failure) {
            try buffer.withUnsafeReadableBytes { bytes throws(ReplyReader.Failure) in
                try reader.read(bytes) { view in
                    take(view)
                    return state.isOpen
                }
            }
        } catch {
            switch error {
            case .malformed(let reason):
                end(self.error(.notRedis, "the answer is not Redis' protocol (\(reason))"))
            case .tooLarge: endAsTooLarge()
            }
        }
    }

    /// Only whose reply it was can ask for less; for all others the connection is lost.
    private func endAsTooLarge() {
        let size = "more than \(ReplyReader.standardLimit >> 20) MiB"
        let reason = error(.replyTooLarge, "the reply has \(size) and was not read to its end")
        let (isAwaited, sink) = state.abandonHead()
        guard isAwaited else { return end(reason) }
        sink?.fail(reason.hitting(sink?.attempted ?? "", mayHaveBeenCarriedOut: true))
        end(error(.lost, "the connection was given up: a reply before had \(size)"))
    }

    private func take(_ view: RedisReplyView) {
        switch state.received(isError: view.isError) {
        case .deliver(let sink, let last):
            if view.isError { logError(view, of: sink.attempted) }
            sink.receive(view, last: last)
        case .discard: break
        case .message: onMessage?(view)
        case .unsolicited:
            if let reason = view.serverError {
                // What a server says before it hangs up: too many clients, protected mode.
                end(
                    RedisError(
                        reason.hiding(endpoint.password), endpoint: endpoint.description,
                        attempted: RedisError.connecting))
            } else {
                end(error(.notRedis, "a reply came that nothing had asked for"))
            }
        }
    }

    /// A refusal once a connection for each command and code; the server's words, each time, at debug.
    private func logError(_ view: RedisReplyView, of attempted: String) {
        guard logger.logLevel <= .notice, let error = view.serverError else { return }
        if error.isRefusal, refused.count < 100,
            refused.insert("\(attempted) \(error.code)").inserted
        {
            logger.notice(
                "refused", metadata: ["command": "\(attempted)", "code": "\(error.code)"])
        }
        let words = error.hiding(endpoint.password).message
        logger.debug("error reply", metadata: ["command": "\(attempted)", "answer": "\(words)"])
    }

    // MARK: Time and end

    private func setTimer(_ deadline: NIODeadline) {
        timer?.cancel()
        timer = context?.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
            self.timerFired()
        }
    }

    private func timerFired() {
        switch state.alarmFired(now: .now()) {
        case .nothing: break
        case .set(let deadline): setTimer(deadline)
        case .expire(let late, let lost):
            let reason = error(.lost, "the connection was given up: an answer before was overdue")
            for sink in late { sink.fail(overdue(sink.attempted)) }
            fail(lost, reason)
            end(reason)
        }
    }

    /// Silence is also what a Redis that speaks plain text has for a TLS handshake.
    private func overdue(_ attempted: String) -> RedisError {
        if endpoint.tls != nil, !hasAgreedOnTLS {
            return error(.tlsToPlain, "nothing answered the TLS handshake in time")
        }
        return error(.deadline, "no answer came within the deadline")
            .hitting(attempted, mayHaveBeenCarriedOut: mayHaveSent)
    }

    /// Until the TLS handshake is done, commands wait in the channel's pipeline.
    private var mayHaveSent: Bool { endpoint.tls == nil || hasAgreedOnTLS }

    private func fail(_ sinks: [any ReplySink], _ reason: RedisError) {
        for sink in sinks {
            sink.fail(reason.hitting(sink.attempted, mayHaveBeenCarriedOut: mayHaveSent))
        }
    }

    private func endAsLost() {
        guard state.isOpen else { return }
        end(lost("the server closed the connection"))
    }

    /// Hanging up without a word is what a TLS port does to a client that speaks plain text.
    private func lost(_ message: String) -> RedisError {
        if !hasReceived, endpoint.tls == nil, case .tcp = endpoint.address {
            return error(.plainToTLS, "\(message) before any answer")
        }
        return error(.lost, message)
    }

    private func end(_ reason: RedisError) {
        guard state.isOpen else { return }
        timer?.cancel()
        fail(state.close(reason), reason)
        onMessage = nil
        context?.close(promise: nil)
        logger.ended(reason)
        ended.succeed(reason)
    }

    private func error(
        _ kind: RedisError.Kind, _ message: String, attempted: String = "The connection"
    ) -> RedisError {
        RedisError(
            kind, endpoint: endpoint.description, attempted: attempted, message: message)
    }
}

extension RedisServerError {
    /// Of this user, or by this server as it stands. The rest answers what was asked: no such key, a script
    /// that is to be sent whole.
    fileprivate var isRefusal: Bool {
        code == "ERR" ? isUnknownCommand : code != "NOSCRIPT"
    }
}
