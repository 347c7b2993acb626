import Console
import Foundation
import Glibc
import Synchronization

/// One run of the load over HTTP: from the shop's first sign of life to the report.
struct LoadRun: Sendable {
    struct Options: Sendable {
        var concurrency = 512
        var warmUp = false
        var isQuiet = false
        /// How long the shop may take to be there.
        var waitSeconds = 5.0
    }

    let target: ShopTarget
    let plan: LoadPlan
    let shoppers: Shoppers
    var options = Options()
    let stop: StopSignal

    /// - Throws: a sentence, when no shop is there.
    func run() async throws(Ending) -> LoadReport {
        raiseOpenFiles()
        let statistics = LoadStatistics(phases: plan.phases.count)
        let result = await ShopClient.with(target, connections: options.concurrency) { client in
            do throws(Ending) {
                try await client.waitUntilThere(seconds: options.waitSeconds, stop: stop)
            } catch {
                return Result<LoadReport, Ending>.failure(error)
            }
            let generator = LoadGenerator(
                client: client, plan: plan, concurrency: options.concurrency,
                statistics: statistics, stop: stop)
            let warmUp = options.warmUp ? shoppers.mostWanted() : []
            await generator.warmUp(warmUp, concurrency: min(16, options.concurrency))
            let start = ContinuousClock.now
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await showStatus(statistics, since: start) }
                await generator.run(shoppers)
                group.cancelAll()
            }
            return .success(
                LoadReport(
                    target: target.url(""), phases: plan.phases, totals: statistics.current,
                    elapsed: .now - start, warmUpRequests: warmUp.count))
        }
        return try result.get()
    }

    private func showStatus(
        _ statistics: LoadStatistics, since start: ContinuousClock.Instant
    ) async {
        let last = Mutex((totals: statistics.current, at: start))
        await StatusLine(isQuiet: options.isQuiet).keep(every: .seconds(1)) {
            let (totals, now) = (statistics.current, ContinuousClock.now)
            let earlier = last.withLock { last in
                defer { last = (totals, now) }
                return last
            }
            let phase = plan.phase(at: (now - start) / .seconds(1))
            return LoadReport.status(
                totals, since: earlier.totals, seconds: (now - earlier.at) / .seconds(1),
                phase: plan.phases.count > 1 ? plan.phases[phase].title(phase) : nil)
        }
    }

    /// Each connection is an open file, and a shell allows 1024 of them as a rule.
    private func raiseOpenFiles() {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(resource, &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(resource, &limit)
    }
}
