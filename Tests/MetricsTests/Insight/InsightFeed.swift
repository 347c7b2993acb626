import Metrics

/// Events with their moments, as a test writes them: seconds, outcome, key.
typealias Trace = [(Double, String, String)]

/// Feeds insight through a tally, as the intake does.
struct InsightFeed {
    var feed: TallyFeed

    /// - Parameter isWhole: the source is read from its first entry on.
    init(policy: CachePolicy = .standard, capacity: Int = 65_536, isWhole: Bool = true) {
        feed = TallyFeed(KeyGrammar(policy: policy))
        var insight = Insight(policy: policy, capacity: capacity)
        insight.beginReading(at: start, isWhole: isWhole)
        feed.tally.insight = insight
    }

    mutating func add(_ trace: Trace) {
        for (seconds, outcome, key) in trace { feed.entry(moment(seconds), [(outcome, key)]) }
    }

    func causes(_ resource: String) -> MissCauses? {
        guard let index = feed.grammar.policy.index(of: resource) else { return nil }
        var insight = feed.tally.insight
        return insight?.report().resources[index].missCauses
    }

    func finding(_ resource: String) -> InsightReport.Finding? {
        guard let index = feed.grammar.policy.index(of: resource) else { return nil }
        var insight = feed.tally.insight
        return insight?.report().resources[index]
    }

    func misses(_ resource: String) -> UInt64 {
        feed.grammar.policy.index(of: resource).map { feed.tally.totals[$0].misses } ?? 0
    }
}

extension MissCauses {
    var sum: UInt64 { MissCause.allCases.reduce(0) { $0 + self[$1] } }
}

/// How many misses of each cause, in words: `cold 1, early 2`.
func words(_ causes: MissCauses?) -> String {
    guard let causes else { return "null" }
    return MissCause.allCases.filter { causes[$0] > 0 }.map { "\($0) \(causes[$0])" }
        .joined(separator: ", ")
}
