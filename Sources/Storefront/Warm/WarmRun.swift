import Console
import Metrics
import RedisClient
import Synchronization

/// Fills an empty cache with what is wanted most, through the same code as the API: its keys, its
/// TTLs, its single flight.
///
/// It is no shopper's request: only fills are published, no hits and no misses. What is in Redis already is
/// left as it is, so a second run goes on where the first was interrupted. Copies that live longest
/// come first, so that the short-lived ones are fresh at the end.
struct WarmRun: Sendable {
    let endpoint: RedisEndpoint
    let catalogue: any Origin
    var policy = CachePolicy.standard
    let requests: [ShopRequest]
    var concurrency = 16
    var isQuiet = false
    let stop: StopSignal

    struct Result: Sendable {
        let summary: WarmSummary
        /// Why not all was done; nil: it was.
        let problem: Ending?
    }

    static func order(_ policy: CachePolicy) -> [ShopResource] {
        func ttl(_ resource: ShopResource) -> Int { policy[resource.rawValue]?.ttlSeconds ?? 0 }
        return ShopResource.allCases.sorted { ttl($0) > ttl($1) }
    }

    /// - Throws: when there is no Redis to begin with, or the policy lacks a resource.
    func run() async throws(Ending) -> Result {
        let tally = WarmTally()
        let loss = Loss()
        let shop: Shop
        do throws(PolicyError) {
            var options = Shop.Options()
            options.cache.onCopy = { tally.countCopy(of: $0, isKept: $1) }
            options.events.source = "warm"
            options.events.published = .fills
            // Fills are published when the copy is there, not beside it.
            options.events.batch = 32
            shop = try Shop(
                redis: endpoint, origin: catalogue, policy: policy, options: options
            ) { change in
                if case .lost(let error) = change { loss.error.withLock { $0 = error } }
            }
        } catch {
            throw Ending(.failed, error.description)
        }
        let start = ContinuousClock.now
        let isBegun = await shop.open {
            guard await shop.isConnected(within: .seconds(3)) else { return false }
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await showProgress(tally, since: start) }
                await ask(shop.cache, tally)
                group.cancelAll()
            }
            await shop.publisher.finish()
            return true
        }
        let reason = loss.error.withLock { $0?.description }
        guard isBegun else {
            throw Ending(
                .failed,
                "Nothing was warmed. \(reason ?? "Redis at \(endpoint) does not answer.")")
        }
        let summary = WarmSummary(
            totals: tally.current, wanted: requests.count, elapsed: .now - start, end: .now,
            policy: policy)
        return Result(summary: summary, problem: problem(summary, reason))
    }

    private final class Loss: Sendable {
        let error = Mutex<RedisError?>(nil)
    }

    private func ask(_ cache: CacheAside, _ tally: WarmTally) async {
        let order = Self.order(policy)
        let sorted = order.flatMap { resource in requests.filter { $0.resource == resource } }
        await withTaskGroup(of: Void.self) { group in
            for (index, request) in sorted.enumerated() {
                if index >= concurrency { await group.next() }
                guard !stop.isStopped, !tally.isLost else { break }
                group.addTask { tally.count(await cache.answer(request), to: request) }
            }
        }
    }

    private func problem(_ summary: WarmSummary, _ reason: String?) -> Ending? {
        let all = summary.totals.all
        let again = "Run it again to go on: what is there is left as it is."
        if summary.totals.isLost {
            let reason =
                reason
                ?? "The cache did not answer: see whether version:search and version:global are"
                + " numbers."
            return Ending(.failed, "\(reason)\n\(again)")
        }
        if stop.isStopped, all.done < requests.count {
            return Ending(.failed, "Interrupted. \(again)")
        }
        guard all.failed > 0 else { return nil }
        return Ending(
            .failed,
            "\(all.failed) of \(requests.count) could not be loaded or kept. \(again)")
    }

    private func showProgress(_ tally: WarmTally, since start: ContinuousClock.Instant) async {
        await StatusLine(isQuiet: isQuiet).keep(every: .milliseconds(200)) {
            WarmSummary.progress(
                tally.current, wanted: requests.count, elapsed: .now - start)
        }
    }
}
