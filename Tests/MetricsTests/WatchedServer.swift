@testable import Metrics

/// A server that is polled once a second, made of a few numbers; and what its history says happened.
struct WatchedServer {
    var history = History.standard
    var second = 0.0
    var keys: Int64 = 10_000
    var otherKeys: Int64 = 0
    var expired: Int64 = 0
    var evicted: Int64 = 0
    var runID = "a"
    var uptime = 100_000.0
    var role = "master"
    var maxmemory = 0
    var memoryPolicy = "noeviction"
    /// What commandstats say; nil: not permitted.
    var calls: CommandCalls?
    var status = EventStatus(source: "stream:cache:events")
    var fields: [String] = []

    init() {
        status.coveredFrom = start
        status.lagSeconds = 0
        report()
        idle(5)
    }

    var now: Timestamp { moment(second) }
    var timeline: [TimelineEntry] { history.snapshot(second).timeline }
    var kinds: [TimelineEntry.Kind] { timeline.map(\.kind) }
    var unannounced: TimelineEntry? { timeline.last { $0.kind == .unannounced } }

    mutating func poll(after seconds: Double = 1) {
        second += seconds
        uptime += seconds
        let text =
            ([
                "run_id:\(runID)", "role:\(role)", "uptime_in_seconds:\(Int(uptime))",
                "expired_keys:\(expired)", "evicted_keys:\(evicted)", "maxmemory:\(maxmemory)",
                "maxmemory_policy:\(memoryPolicy)",
            ] + fields + ["# Keyspace"]
            + (keys > 0 ? ["db0:keys=\(keys),expires=0,avg_ttl=0"] : [])
            + (otherKeys > 0 ? ["db1:keys=\(otherKeys),expires=0,avg_ttl=0"] : []))
            .joined(separator: "\r\n")
        var sample = Sample(at: now, monotonicSeconds: second, info: info(text))
        sample.commandCalls = calls
        history.observe(sample)
    }

    mutating func idle(_ polls: Int, every seconds: Double = 1) {
        for _ in 0..<polls { poll(after: seconds) }
    }

    /// Events of this moment.
    mutating func report(_ pairs: [(String, String)] = [], secondsAgo: Double = 0) {
        var feed = TallyFeed(history.grammar)
        if !pairs.isEmpty { feed.entry(moment(second - secondsAgo), pairs) }
        var report = feed.report(status)
        report.at = now
        history.observe(report)
    }

    mutating func sweep(product: Int, inventory: Int, from begin: Double, to end: Double) {
        var survey = KeyspaceSurvey(policy: .standard, startedAt: moment(begin))
        for (name, count) in [("product", product), ("inventory", inventory)] {
            for number in 0..<count {
                survey.add(
                    bytes("\(name):\(number)"), pttl: 1000, bytes: nil, grammar: history.grammar,
                    at: moment(begin))
            }
        }
        survey.takenAt = moment(end)
        survey.isComplete = true
        history.observe(survey)
    }
}
