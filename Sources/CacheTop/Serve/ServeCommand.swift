import ArgumentParser
import Console
import Dispatch
import FoundationEssentials
import LiveCache
import Metrics
import RedisClient

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract:
            "The snapshot's figures over HTTP, for Prometheus and agents that read OpenMetrics.",
        discussion: """
            Watches Redis and the events as the dashboard does, and answers GET /metrics. Nothing is \
            changed, whatever the options say. Names of keys are in no metric. While Redis is away \
            cachetop_up is 0, the figures are those of cachetop_snapshot_timestamp_seconds, and \
            cachetop_unavailable names what is missing.

            Whoever reaches the address reads the figures: keep it on the loopback, or behind a proxy that asks \
            for a password. TERM and ^C end it.

              cachetop serve --listen 127.0.0.1:9121
              curl http://127.0.0.1:9121/metrics
            """)

    @Option(
        help: ArgumentHelp(
            "The address to listen on; port 0 takes a free one.", valueName: "host:port"))
    var listen = "127.0.0.1:9121"

    @OptionGroup var common: CommonOptions
    @OptionGroup var alerts: AlertOptions

    func run() async throws {
        guard let address = ListenAddress(listen) else {
            throw Ending(.usedWrongly, "--listen is '\(listen)'; \(ListenAddress.hint).")
        }
        let settings = try Settings(common)
        let options = settings.liveCache
        if !address.isLoopback {
            Ending.complain(
                "Whoever reaches \(address) reads the figures: there is no password before them.")
        }
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        let caller = try settings.alertCommand(alerts.onAlert).map {
            AlertCaller($0, endpoint: options.endpoint.description)
        }
        let figures = LiveFigures(
            options, intervalSeconds: settings.intervalSeconds, now: now
        ) { changes, moment in caller?.post(changes, at: moment) }
        let stop = StopSignal()
        let signals = stop.stopOnSignals()
        defer { for signal in signals { signal.cancel() } }
        let server = MetricsServer(address: address) {
            let latest = figures.latest
            return OpenMetricsText.text(latest.snapshot.metrics(isLive: latest.isLive))
        }
        let watching = Task { await LiveCache(options).run { figures.observe($0) } }
        let ticking = Task { await figures.keepTime() }
        defer { for task in [watching, ticking] { task.cancel() } }
        let passing = Task { await Self.passOn(caller, figures) }
        do {
            try await server.run(until: stop) { port in
                var bound = address
                bound.port = port
                try? Output.put("Metrics: http://\(bound)/metrics\n")
            }
        } catch {
            throw Ending(.failed, "could not listen on \(address): \(error)")
        }
        // A command that runs is ended before this process is.
        passing.cancel()
        await passing.value
    }

    private static func passOn(_ caller: AlertCaller?, _ figures: LiveFigures) async {
        await caller?.run { outcome in
            figures.observe(outcome)
            guard let failure = outcome.failure else { return }
            let words = "\(outcome.path) did not pass on '\(outcome.rule)': \(failure)."
            Ending.complain(DisplayLine.safe(words))
        }
    }
}
