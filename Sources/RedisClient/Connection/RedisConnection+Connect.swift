package import Logging
package import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

extension RedisConnection {
    /// Connects, verifies, authenticates and selects the database; the connection is then ready.
    ///
    /// - Parameter timeout: for all of it together, name look-up and TLS included. The server has half of
    ///   it for its first answers even if this program lost the rest by itself between the two steps.
    /// - Throws: every kind that "reaching the server" has, `noAuth`, `wrongPassword`, `loading`
    ///   while the server reads its data, `noPermission` for SELECT, `cancelled` at once.
    package static func connect(
        to endpoint: RedisEndpoint,
        on group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        timeout: Duration = .seconds(5), logger: Logger = .silent,
        decoding: ReplyDecoding = .hiredis
    ) async throws(RedisError) -> RedisConnection {
        let due = ContinuousClock.now + timeout
        let loop = group.any()
        let connection: RedisConnection
        do {
            connection = try await open(
                endpoint, on: loop, timeout: timeout, logger: logger, decoding: decoding)
            try await connection.greet(timeout: max(timeout / 2, due - .now))
        } catch {
            var error = RedisError(error, endpoint: endpoint)
            if error.kind == .untrustedCertificate {
                let dates = CertificateDates(endpoint: endpoint)
                error = await dates.explain(on: loop, within: max(.zero, due - .now)) ?? error
            }
            logger.debug("not connected", metadata: ["reason": "\(error)"])
            throw error
        }
        logger.info("connected", metadata: ["to": "\(endpoint)"])
        return connection
    }

    /// A connection for as long as `body` runs, closed on every way out.
    package static func withConnection<Result: Sendable>(
        to endpoint: RedisEndpoint,
        on group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        timeout: Duration = .seconds(5), logger: Logger = .silent,
        decoding: ReplyDecoding = .hiredis, isolation: isolated (any Actor)? = #isolation,
        _ body: (RedisConnection) async throws -> Result
    ) async throws -> Result {
        let connection = try await connect(
            to: endpoint, on: group, timeout: timeout, logger: logger, decoding: decoding)
        do {
            let result = try await body(connection)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }

    // MARK: Steps

    private typealias Handlers = NIOLoopBoundBox<[ObjectIdentifier: RedisChannelHandler]>

    /// The channel, TLS asked for but not yet agreed: its failure meets the first command.
    private static func open(
        _ endpoint: RedisEndpoint, on loop: any EventLoop, timeout: Duration, logger: Logger,
        decoding: ReplyDecoding
    ) async throws -> RedisConnection {
        // By channel, since several addresses may be tried at once; and not asked of the pipeline,
        // which a server that hangs up at once has emptied before one could.
        let handlers = NIOLoopBoundBox.makeBoxSendingValue(
            [ObjectIdentifier: RedisChannelHandler](), eventLoop: loop)
        let bootstrap = try bootstrap(
            endpoint, handlers, on: loop, timeout: timeout, logger: logger, decoding: decoding)
        let connecting =
            switch endpoint.address {
            case .tcp(let host, let port): bootstrap.connect(host: host, port: port)
            case .unixSocket(let path): bootstrap.connect(unixDomainSocketPath: path)
            }
        let opened = connecting.flatMapThrowing { channel in
            guard let handler = handlers.value[ObjectIdentifier(channel)] else {
                throw ChannelError.ioOnClosedChannel
            }
            return RedisConnection(
                endpoint: endpoint, channel: channel,
                handler: NIOLoopBound(handler, eventLoop: channel.eventLoop),
                ended: handler.ended.futureResult, logger: logger)
        }
        // A cancelled caller does not wait for a dead address: a connection that is not taken closes itself.
        let taken = loop.makePromise(of: RedisConnection.self)
        opened.cascade(to: taken)
        return try await withTaskCancellationHandler {
            try await taken.futureResult.get()
        } onCancel: {
            taken.fail(CancellationError())
        }
    }

    /// Each channel gets TLS, where it is asked for, and a handler, which is entered in `handlers`.
    private static func bootstrap(
        _ endpoint: RedisEndpoint, _ handlers: Handlers, on loop: any EventLoop, timeout: Duration,
        logger: Logger, decoding: ReplyDecoding
    ) throws -> ClientBootstrap {
        let tls = try endpoint.tls.map { try TLSClient($0, for: endpoint) }
        return ClientBootstrap(group: loop)
            .connectTimeout(TimeAmount(timeout))
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(
                    minimum: 4 << 10, initial: 16 << 10, maximum: 128 << 10)
            )
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(tls.handler()) }
                    let ended = channel.eventLoop.makePromise(of: RedisError.self)
                    let handler = RedisChannelHandler(
                        endpoint: endpoint, ended: ended, logger: logger, decoding: decoding)
                    handlers.value[ObjectIdentifier(channel)] = handler
                    do {
                        try channel.pipeline.syncOperations.addHandler(handler)
                    } catch {
                        ended.fail(error)
                        throw error
                    }
                }
            }
    }

    /// All that a new connection has to say, in one write. PING is there for its errors: nothing
    /// else needs the data set (LOADING) or is refused to a stranger (NOAUTH) in every setup.
    private func greet(timeout: Duration) async throws {
        var commands = [
            RedisCommand("PING"), RedisCommand("CLIENT", "SETNAME", endpoint.clientName),
        ]
        if endpoint.database != 0 {
            commands.insert(RedisCommand("SELECT", String(endpoint.database)), at: 0)
        }
        if let user = endpoint.username {
            commands.insert(RedisCommand("AUTH", user, endpoint.password ?? ""), at: 0)
        } else if let password = endpoint.password {
            commands.insert(RedisCommand("AUTH", password), at: 0)
        }
        // A server that is full says one line and hangs up: the line is the reason, not its end.
        let firstError = Mutex<RedisServerError?>(nil)
        let replies: [RedisReply]
        do {
            replies = try await pipeline(commands, deadline: timeout) { view in
                if let error = view.serverError { firstError.withLock { $0 = $0 ?? error } }
                return view.reply
            }
        } catch {
            throw error.whileGreeting(endpoint, saying: firstError.withLock { $0 })
        }
        for (command, reply) in zip(commands, replies) {
            if let refusal = RedisError(greeting: command, reply, endpoint: endpoint) {
                await close()
                throw refusal
            }
        }
    }
}
