/// Sends requests when they are due, not when the last one is answered (an open loop): a slow shop
/// gets no fewer shoppers, and its latency is not flattered.
struct LoadGenerator: Sendable {
    let driver: any ShopDriver
    /// Requests in a second.
    let rate: Double
    /// Arrivals beyond so many under way are not sent, and counted.
    let concurrency: Int
    let statistics: LoadStatistics
    let stop: StopSignal

    /// Until `duration` is over (nil: until stopped), and until the last answer is there.
    func run(_ shoppers: Shoppers, for duration: Duration?) async {
        var shoppers = shoppers
        let start = ContinuousClock.now
        var due = start
        await withDiscardingTaskGroup { group in
            while !stop.isStopped {
                let now = ContinuousClock.now
                if let duration, now - start >= duration { break }
                while due <= now {
                    if statistics.begin(limit: concurrency, delay: now - due) {
                        let request = shoppers.next()
                        group.addTask { await send(request) }
                    }
                    due += .seconds(shoppers.gap(rate: rate))
                }
                // A pause of at least a millisecond: many arrivals share one wake-up.
                let pause = min(max(due - .now, .milliseconds(1)), .milliseconds(50))
                try? await Task.sleep(for: pause, tolerance: .zero)
            }
        }
    }

    /// Each once, as fast as `concurrency` allows, uncounted.
    func warmUp(_ requests: [ShopRequest], concurrency: Int = 64) async {
        await withTaskGroup(of: Void.self) { group in
            for (index, request) in requests.enumerated() where !stop.isStopped {
                if index >= concurrency { await group.next() }
                group.addTask { _ = await driver.send(request) }
            }
        }
    }

    private func send(_ request: ShopRequest) async {
        let start = ContinuousClock.now
        let reply = await driver.send(request)
        statistics.end(request.resource, reply, latency: .now - start)
    }
}
