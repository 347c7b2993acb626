import Logging
import Metrics
import RedisClient
import Synchronization
import TestSupport
import Testing

@testable import LiveCache

/// What the collectors write into a log.
@Suite(.tags(.redis), .timeLimit(.minutes(1))) struct LoggingTests {
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
}
