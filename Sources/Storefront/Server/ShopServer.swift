import Console
import Hummingbird
import Logging
import Metrics
import NIOCore
import RedisClient
import ServiceLifecycle
import Synchronization

/// The shop over HTTP: Hummingbird around the caching layer, from listening to the last answer.
///
/// On a stop it takes no more connections, answers what is under way, closes those that are idle, and
/// returns; the shop's own end (copies, events) is that of `Shop.open`, in which this runs. A unix
/// socket's file goes first, so that clients that have connected before are still answered.
struct ShopServer: Sendable {
    struct Options: Sendable {
        enum Address: Sendable, Equatable {
            /// Port 0: one that is free.
            case tcp(host: String, port: Int)
            case unixSocket(path: String)
        }

        var address = Address.tcp(host: "127.0.0.1", port: 8080)
        var secret: Secret
        /// Whose web pages may invalidate.
        var allowedOrigins: Set<WebOrigin> = []
        /// Invalidations a minute and client.
        var revalidateLimit = 10
        /// Other requests a second and client, with bursts of twice as many; 0: no limit.
        var rateLimit = 2000
        var trustsProxy = false
        /// At most so many at once, and some for health checks and invalidations.
        var connections = 900
        /// Of them for one address; nil: half. Behind a proxy all have the proxy's, and none is kept out.
        var connectionsPerClient: Int?
        var deadlines = ConnectionWatch.Deadlines()
        var idleTimeout = Duration.seconds(60)
        /// For the requests under way when it stops.
        var shutdownTimeout = Duration.seconds(10)
        /// The search engine, for `/health`; nil: there is none.
        var search: MeiliHost?
        /// Told when Redis refuses to write; see `WriteRefusals`.
        var onRefusal: @Sendable (RedisServerError) -> Void = { _ in }
        /// Takes a line a request; nil: there is no log.
        var log: (@Sendable (String) -> Void)?

        init(secret: Secret) { self.secret = secret }
    }

    let shop: Shop
    let catalogue: any ShopCatalogue
    let options: Options

    /// Serves until the stop.
    /// - Parameter onListening: called once with the URL under which it can be asked.
    func run(
        until stop: StopSignal, onListening: @escaping @Sendable (String) -> Void
    ) async throws(ServerError) {
        let views = ViewCounter(catalogue: catalogue)
        var file: SocketFile?
        if case .unixSocket(let path) = options.address { file = try SocketFile(path: path) }
        let socket = file
        let notNamed = Mutex<ServerError?>(nil)
        let application = application(views: views, bound: socket?.boundPath) { url in
            do throws(ServerError) {
                try socket?.didListen()
                onListening(url)
            } catch {
                notNamed.withLock { $0 = error }
                stop.stop()
            }
        }
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(service: application, successTerminationBehavior: .gracefullyShutdownGroup)
            ], logger: Self.logger)
        configuration.maximumGracefulShutdownDuration = options.shutdownTimeout
        let failure = await supervise(
            ServiceGroup(configuration: configuration), socket, views, stop)
        if let failure { throw ServerError(failure, address: options.address) }
        if let error = notNamed.withLock({ $0 }) { throw error }
    }

    /// Runs it until it ends or is stopped.
    /// - Returns: why it ended by itself; nil: it was stopped.
    private func supervise(
        _ services: ServiceGroup, _ socket: SocketFile?, _ views: ViewCounter, _ stop: StopSignal
    ) async -> (any Error)? {
        await withTaskGroup(of: (any Error)?.self) { group in
            group.addTask {
                // However it ends, the others here must not go on waiting for a stop.
                defer { stop.stop() }
                do { try await services.run() } catch { return error }
                return nil
            }
            group.addTask {
                await stop.wait()
                if let socket {
                    socket.remove()
                    try? await Task.sleep(for: Self.lastConnections)
                }
                await services.triggerGracefulShutdown()
                return nil
            }
            let deliveries = Task { await views.run() }
            var failure: (any Error)?
            for await error in group { failure = failure ?? error }
            deliveries.cancel()
            await views.deliver()
            return failure
        }
    }

    private func application(
        views: ViewCounter, bound: String?, onListening: @escaping @Sendable (String) -> Void
    ) -> some ApplicationProtocol {
        let address = options.address
        let bind: BindAddress =
            switch address {
            case .tcp(let host, let port): .hostname(host, port: port)
            case .unixSocket(let path): .unixDomainSocket(path: bound ?? path)
            }
        let limits = connectionLimits
        let table = ConnectionTable(limits: limits)
        let (clientNames, deadlines) = (clientNames, options.deadlines)
        return Application(
            responder: responder(views, table),
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [
                        ConnectionDoor {
                            ConnectionWatch(
                                table: table, clientNames: clientNames, deadlines: deadlines)
                        }
                    ], idleTimeout: TimeAmount(options.idleTimeout))),
            configuration: ApplicationConfiguration(
                address: bind,
                // The table decides; some more are accepted only to be refused in words.
                availableConnectionsDelegate: .maximum(
                    limits.total + limits.reserve + Self.toBeRefused, logger: Self.logger)),
            onServerRunning: { channel in
                onListening(address.url(port: channel.localAddress?.port))
            },
            logger: Self.logger)
    }

    private static let toBeRefused = 32

    private var clientNames: ClientNames { ClientNames(trustsProxy: options.trustsProxy) }

    private var connectionLimits: ConnectionTable.Limits {
        var limits = ConnectionTable.Limits()
        limits.total = options.connections
        limits.perClient =
            options.trustsProxy
            ? nil : options.connectionsPerClient ?? max(1, options.connections / 2)
        return limits
    }

    private func responder(_ views: ViewCounter, _ table: ConnectionTable) -> ShopResponder {
        let prefix = shop.policy.keyPrefix + "ratelimit:"
        let limit = options.rateLimit
        let refusals = WriteRefusals(onRefusal: options.onRefusal)
        let crossOrigin = CrossOrigin(allowed: options.allowedOrigins)
        return ShopResponder(
            shop: shop, clients: clientNames, connections: table,
            limiter: limit == 0
                ? nil
                : LeasedLimiter(
                    bucket: TokenBucket(
                        link: shop.link, prefix: prefix + "shop:", perSecond: Double(limit),
                        burst: 2 * limit, refusals: refusals)),
            revalidation: RevalidateEndpoint(
                secret: options.secret, crossOrigin: crossOrigin,
                bucket: TokenBucket(
                    link: shop.link, prefix: prefix + "revalidate:",
                    perSecond: Double(options.revalidateLimit) / 60,
                    burst: options.revalidateLimit, refusals: refusals),
                revalidation: Revalidation(shop: shop)),
            health: HealthProbe(
                link: shop.link, catalogue: catalogue, search: options.search,
                refusals: refusals),
            views: views, crossOrigin: crossOrigin, log: options.log)
    }

    /// For those who connected just before a socket's file went, and wait to be accepted.
    private static let lastConnections = Duration.milliseconds(100)

    /// Hummingbird's, and silent: what an operator has to know, the program says itself.
    private static let logger: Logger = {
        var logger = Logger(label: "storefront")
        logger.logLevel = .critical
        return logger
    }()
}

extension ShopServer.Options.Address {
    /// - Parameter port: the one that was bound.
    func url(port bound: Int?) -> String {
        switch self {
        case .tcp(let host, let port):
            "http://\(host.contains(":") ? "[\(host)]" : host):\(bound ?? port)"
        case .unixSocket(let path): "http+unix://\(PercentCoding.encode(path))"
        }
    }
}
