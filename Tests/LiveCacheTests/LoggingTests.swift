import Logging
import Metrics
import RedisClient
import Synchronization
import TestSupport
import Testing

@testable import LiveCache

/// What the collectors write into a log.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct LoggingTests {
    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    private struct Handler: LogHandler {
        let lines: Lines
        var logLevel: Logger.Level
        var metadata: Logger.Metadata = [:]
        var metadataProvider: Logger.MetadataProvider?

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let details = (event.metadata ?? [:]).sorted { $0.key < $1.key }
                .map { " \($0.key)=\($0.value)" }.joined()
            lines.add("\(event.level) \(event.message)\(details)")
        }
    }

    @Test func aLossAndTheReturnAreThere() async throws {
        let lines = Lines()
        try await withRedis { server in
            let logger = Logger(label: "test") { _ in Handler(lines: lines, logLevel: .trace) }
            let options = LiveCacheOptions(
                endpoint: server.endpoint, interval: .milliseconds(100), logger: logger)
            try await watching(options) { watch in
                await watch.until { $0.samples.count == 2 }
                await server.kill()
                await watch.until { if case .lost = $0.link { true } else { false } }
                try await server.restart()
                watch.cache.retryNow()
                await watch.until { $0.link == .live }
            }
        }
        let all = lines.all
        #expect(all.contains { $0.hasPrefix("info the connection ended reason=") })
        #expect(all.contains { $0.contains(/^warning not connected reason=.* retryIn=/) })
        #expect(all.count { $0.hasPrefix("info connected to=unix://") } >= 2)
        #expect(all.contains { $0.contains(/^trace .*INFO.* ms=/) }, "\(all)")
    }

    /// Each slowing down, and the end of it; not each step between.
    @Test func whatTheGovernorDecidesIsThere() {
        let lines = Lines()
        let logger = Logger(label: "test") { _ in Handler(lines: lines, logLevel: .debug) }
        let load = ServerLoad(logger: logger)
        func poll(_ second: Int, _ roundTrip: Double) {
            var sample = Sample(at: .init(milliseconds: 0), monotonicSeconds: Double(second))
            sample.roundTripSeconds = roundTrip
            load.note(sample, database: 0)
        }
        for second in 0..<6 { poll(second, 0.001) }
        #expect(lines.all.isEmpty && load.share == 1)
        poll(6, 0.1)
        #expect(load.share == 0.5)
        for second in 7..<30 { poll(second, 0.001) }
        #expect(
            lines.all == [
                "debug gives way to other clients normalSeconds=0.001 roundTripSeconds=0.1 "
                    + "share=0.5 work=sweep",
                "debug is at full speed again normalSeconds=0.001 roundTripSeconds=0.001 "
                    + "share=1.0 work=sweep",
            ])
    }
}
