import Console
import Hummingbird
import Logging
import Metrics
import ServiceLifecycle

/// `GET /metrics` over HTTP, by Hummingbird: a few connections at once, none of them idle for long, and
/// nothing that a client sends is kept.
struct MetricsServer: Sendable {
    private static let mostConnections = 32
    private static let longestHeader = 8 << 10

    let address: ListenAddress
    /// The text that is answered.
    let metrics: @Sendable () -> String

    /// Answers until the stop.
    /// - Parameter onListening: called once with the port.
    func run(
        until stop: StopSignal, onListening: @escaping @Sendable (Int) -> Void
    ) async throws {
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(
                    service: application(onListening),
                    successTerminationBehavior: .gracefullyShutdownGroup)
            ], logger: Self.logger)
        configuration.maximumGracefulShutdownDuration = .seconds(2)
        let services = ServiceGroup(configuration: configuration)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // However it ends, the other must not go on waiting for a stop.
                defer { stop.stop() }
                try await services.run()
            }
            group.addTask {
                await stop.wait()
                await services.triggerGracefulShutdown()
            }
            try await group.waitForAll()
        }
    }

    private func application(
        _ onListening: @escaping @Sendable (Int) -> Void
    ) -> some ApplicationProtocol {
        let router = Router()
        let metrics = metrics
        router.get("/metrics") { _, _ in
            Response(
                status: .ok,
                headers: [.contentType: OpenMetricsText.contentType, .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: metrics())))
        }
        router.get("/") { _, _ in "cachetop's metrics are at /metrics.\n" }
        return Application(
            router: router,
            server: .http1(
                configuration: .init(
                    idleTimeout: .seconds(60),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: Self.longestHeader,
                        maxHeaderListSize: 4 * Self.longestHeader, maxHeaderFieldCount: 100))),
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port),
                availableConnectionsDelegate: .maximum(
                    Self.mostConnections, logger: Self.logger)),
            onServerRunning: { channel in onListening(channel.localAddress?.port ?? 0) },
            logger: Self.logger)
    }

    /// What there is to say is said by the command.
    private static let logger = Logger(label: "cachetop") { _ in SwiftLogNoOpLogHandler() }
}
