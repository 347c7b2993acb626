import Metrics

/// A shop that is watched, made of values: events with insight, polls of the counters, sweeps.
struct WatchedShop {
    let policy: CachePolicy
    var history: History
    var feed: InsightFeed
    var second = 0.0
    var counters: [CounterReading]
    var status = EventStatus(source: "stream:cache:events")
    /// INFO's figures beside the counters; nil: INFO is not answered.
    var hits: UInt64?
    var misses: UInt64 = 0
    var own = HitCounts()
    var readerCalls: ReaderCalls?

    init(_ policy: CachePolicy = .standard, counters: [CounterReading] = [.value(7), .value(3)]) {
        self.policy = policy
        self.counters = counters
        feed = InsightFeed(policy: policy)
        history = History(grammar: feed.feed.grammar, source: "stream:cache:events")
        status.coveredFrom = start
        status.readUntil = start
        status.lagSeconds = 0
    }

    var snapshot: Snapshot { history.snapshot(second) }
    var drift: [Drift] { snapshot.drift }

    mutating func poll() {
        var sample = Sample(
            at: moment(second), monotonicSeconds: second, ownLookups: own, counters: counters,
            readerCalls: readerCalls)
        if let hits {
            sample.info = info("keyspace_hits:\(hits)\r\nkeyspace_misses:\(misses)\r\nrun_id:a")
        }
        history.observe(sample)
    }

    /// A second passes with these events, each so many times.
    mutating func pass(_ events: [(String, String)] = [], times: Int = 1, seconds: Int = 1) {
        for _ in 0..<seconds {
            second += 1
            for round in 0..<times {
                for (outcome, key) in events {
                    feed.add([
                        (second - 0.9 + 0.8 * Double(round) / Double(times), outcome, key)
                    ])
                }
            }
            report()
            poll()
        }
    }

    mutating func report() {
        status.readUntil = moment(second)
        var report = feed.feed.report(status)
        report.at = moment(second)
        history.observe(report)
        // Counted once: what goes on is insight.
        let insight = feed.feed.tally.insight
        feed.feed.tally = EventTally(slots: feed.feed.grammar.slots)
        feed.feed.tally.insight = insight
    }

    /// Keys with the milliseconds they have left.
    mutating func sweep(_ keys: [(String, Int64)], bytes size: UInt64? = 100) {
        var survey = KeyspaceSurvey(policy: policy, startedAt: moment(second))
        for (key, pttl) in keys {
            survey.add(
                bytes(key), pttl: pttl, bytes: size, grammar: history.grammar, at: moment(second))
        }
        survey.isComplete = true
        history.observe(survey)
    }
}
