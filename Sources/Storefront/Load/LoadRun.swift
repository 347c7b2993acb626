import Foundation
import RedisClient

/// One run of the load: shop, shoppers and editor side by side, from warm-up to report.
struct LoadRun: Sendable {
    private let command: LoadCommand
    private let stop: StopSignal
    private let statistics = LoadStatistics()
    private let catalogue: GeneratedCatalogue
    private let shop: Shop

    init(_ command: LoadCommand, stop: StopSignal) throws {
        self.command = command
        self.stop = stop
        catalogue = GeneratedCatalogue(count: command.products, seed: command.seed)
        var options = Shop.Options()
        options.cache.ttlJitter = command.ttlJitter
        options.events.source = command.source.isEmpty ? nil : command.source
        options.events.batch = command.eventsBatch
        options.events.sampling = command.eventsSampling
        let isQuiet = command.quiet
        shop = try Shop(redis: command.redis.endpoint(), origin: catalogue, options: options) {
            guard !isQuiet, case .lost(let error) = $0 else { return }
            let lineStart = isatty(STDERR_FILENO) == 1 ? Self.eraseLine : ""
            Self.tell(
                "\(lineStart)\(error)\nUntil it is back, everything comes from the catalogue.\n")
        }
    }

    func run() async -> LoadReport {
        await shop.open {
            _ = await shop.isConnected(within: .seconds(2))
            let generator = LoadGenerator(
                driver: shop.cache, rate: command.rps, concurrency: command.concurrency,
                statistics: statistics, stop: stop)
            let shoppers = shoppers(1)
            if command.warmUp { await generator.warmUp(shoppers.mostWanted()) }
            let start = ContinuousClock.now
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await edit() }
                group.addTask { await showStatus() }
                await generator.run(
                    shoppers, for: command.duration > 0 ? .seconds(command.duration) : nil)
                stop.stop()
            }
            let elapsed = ContinuousClock.now - start
            await shop.publisher.finish()
            return LoadReport(
                totals: statistics.current, elapsed: elapsed, lostEvents: shop.publisher.lostEvents)
        }
    }

    private func edit() async {
        await CatalogueEditor(
            catalogue: catalogue, invalidator: shop.invalidator,
            perMinute: command.changesPerMinute, statistics: statistics, stop: stop
        ).run(shoppers(2))
    }

    private func shoppers(_ stream: UInt64) -> Shoppers {
        Shoppers(
            products: command.products, exponent: command.zipf,
            seed: command.seed &* 1_000_003 &+ stream)
    }

    /// A line a second, rewritten in place, where somebody is looking.
    private func showStatus() async {
        guard !command.quiet, isatty(STDERR_FILENO) == 1 else { return }
        var last = statistics.current
        while !stop.isStopped {
            await stop.sleep(for: .seconds(1))
            let now = statistics.current
            let line = LoadReport.status(
                now, since: last, seconds: 1, isConnected: shop.link.current != nil)
            Self.tell(Self.eraseLine + line)
            last = now
        }
        Self.tell(Self.eraseLine)
    }

    private static let eraseLine = "\r\u{1B}[K"

    private static func tell(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
