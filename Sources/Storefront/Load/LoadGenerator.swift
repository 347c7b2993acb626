import Console

/// Lets shoppers in when they are due, not when the last one is answered (an open loop): a slow shop
/// gets no fewer shoppers.
///
/// A request's latency counts from when it was due, so that what waited because the generator or the
/// machine was late is seen, too (no "coordinated omission": Gil Tene, "How NOT to measure latency").
/// The next request of a shopper is due when the last is answered and thought about.
struct LoadGenerator: Sendable {
    let client: ShopClient
    let plan: LoadPlan
    /// Requests beyond so many under way are not sent, and counted.
    let concurrency: Int
    let statistics: LoadStatistics
    let stop: StopSignal

    /// Until the last phase is over or it is stopped, and until the last answer is there. Stopped, it
    /// ends no request under way; shoppers who think leave.
    func run(_ shoppers: Shoppers) async {
        var shoppers = shoppers
        var arrivals = Arrivals(plan.phases)
        let start = ContinuousClock.now
        await withDiscardingTaskGroup { group in
            while !stop.isStopped, let arrival = arrivals.next(&shoppers) {
                let due = start + .seconds(arrival.seconds)
                await sleep(until: due)
                guard !stop.isStopped else { break }
                let flow = plan.flow(&shoppers)
                if statistics.beginFlow(phase: arrival.phase) {
                    group.addTask {
                        await carryOut(flow, due: due, phase: arrival.phase)
                        statistics.endFlow()
                    }
                }
            }
            if plan.seconds.isFinite { await sleep(until: start + .seconds(plan.seconds)) }
            while !stop.isStopped, statistics.flowsInFlight > 0 {
                await stop.sleep(for: .milliseconds(10))
            }
            group.cancelAll()
        }
    }

    /// Each once, as fast as `concurrency` allows, uncounted.
    func warmUp(_ requests: [ShopRequest], concurrency: Int = 16) async {
        await withTaskGroup(of: Void.self) { group in
            for (index, request) in requests.enumerated() where !stop.isStopped {
                if index >= concurrency { await group.next() }
                group.addTask { _ = try? await client.get(request.path) }
            }
        }
    }

    private func sleep(until due: ContinuousClock.Instant) async {
        while !stop.isStopped, case let left = due - .now, left > .zero {
            try? await Task.sleep(for: min(left, .milliseconds(50)), tolerance: .zero)
        }
    }

    /// - Parameter due: of its first step.
    func carryOut(_ flow: Flow, due: ContinuousClock.Instant, phase: Int) async {
        var due = due
        for step in flow.steps {
            switch step {
            case .think(let pause):
                due += pause
                do {
                    try await Task.sleep(until: due, tolerance: .zero, clock: .continuous)
                } catch { return }
            case .get(let path, let resource):
                guard !stop.isStopped,
                    statistics.begin(limit: concurrency, delay: .now - due)
                else { return }
                // A task of its own: the end of thinking is no end of what is under way.
                let result = await Task { await Self.result(client, path) }.value
                let end = ContinuousClock.now
                statistics.end(resource, result, latency: end - due, phase: phase)
                guard case .success = result else { return }
                due = end
            }
        }
    }

    private static func result(
        _ client: ShopClient, _ path: String
    ) async -> Result<ShopAnswer, NoAnswer> {
        do throws(NoAnswer) { return .success(try await client.get(path)) } catch {
            return .failure(error)
        }
    }
}
