import Metrics
import Testing

/// Traces with known causes: docs/contracts.md, 9, row by row.
struct MissCauseTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var resource = "product"
        var isWhole = true
        var trace: [Event]
        var causes: String
        var testDescription: String { name }

        init(
            _ name: String, of resource: String = "product", isWhole: Bool = true,
            _ trace: Trace, _ causes: String
        ) {
            self.name = name
            self.resource = resource
            self.isWhole = isWhole
            self.trace = trace.map { Event(at: $0.0, outcome: $0.1, key: $0.2) }
            self.causes = causes
        }
    }

    struct Event: Sendable {
        var at: Double
        var outcome: String
        var key: String
    }

    private static let filled: Trace = [(0, "miss", "product:1"), (0.1, "fill", "product:1")]
    private static let searched: Trace = [(0, "miss", "search:q:v1"), (0.1, "fill", "search:q:v1")]

    static let cold: [Case] = [
        Case("first seen, stream whole", filled, "cold 1"),
        Case("first seen, stream not whole", isWhole: false, filled, "unknown 1"),
        Case(
            "first seen after more than one TTL", isWhole: false,
            [(61, "miss", "product:1"), (61.1, "fill", "product:1")], "cold 1"),
        Case(
            "a purge before it changes nothing",
            [(0, "purge", "product:1"), (1, "miss", "product:1"), (1.1, "fill", "product:1")],
            "cold 1"),
    ]

    static let expired: [Case] = [
        Case(
            "the TTL has run out",
            filled + [(60.2, "miss", "product:1"), (60.3, "fill", "product:1")],
            "cold 1, expired 1"),
        Case(
            "the fill was published late",
            filled + [(60.05, "miss", "product:1"), (60.1, "fill", "product:1")],
            "cold 1, expired 1"),
        Case(
            "purged, but the TTL had run out since",
            filled + [
                (50, "purge", "product:1"), (61, "miss", "product:1"), (61.1, "fill", "product:1"),
            ], "cold 1, expired 1"),
        Case(
            "only a hit was seen, one TTL before", isWhole: false,
            [(0, "hit", "product:1"), (61, "miss", "product:1"), (61.1, "fill", "product:1")],
            "expired 1"),
        Case(
            "a warm key of ten times the TTL",
            filled + [
                (100, "hit", "product:1"), (500, "hit", "product:1"), (601, "miss", "product:1"),
                (601.1, "fill", "product:1"),
            ], "cold 1, expired 1"),
        Case(
            "the older generation's had", of: "search",
            searched + [
                (10, "bump", "version:search"), (40, "miss", "search:q:v2"),
                (40.1, "fill", "search:q:v2"),
            ], "cold 1, expired 1"),
    ]

    static let invalidated: [Case] = [
        Case(
            "purged by name",
            filled + [
                (5, "purge", "product:1"), (9, "miss", "product:1"), (9.1, "fill", "product:1"),
            ],
            "cold 1, invalidated 1"),
        Case(
            "purged by a pattern", of: "category",
            [
                (0, "miss", "category:shoes:ab:v1"), (0.1, "fill", "category:shoes:ab:v1"),
                (5, "purge-glob", "category:shoes:*"), (9, "miss", "category:shoes:ab:v1"),
                (9.1, "fill", "category:shoes:ab:v1"),
            ], "cold 1, invalidated 1"),
        Case(
            "a pattern of others", of: "category",
            [
                (0, "miss", "category:hats:ab:v1"), (0.1, "fill", "category:hats:ab:v1"),
                (5, "purge-glob", "category:shoes:*"), (9, "miss", "category:hats:ab:v1"),
                (9.1, "fill", "category:hats:ab:v1"),
            ], "cold 1, early 1"),
        Case(
            "a bump", of: "search",
            searched + [
                (5, "bump", "version:search"), (9, "miss", "search:q:v2"),
                (9.1, "fill", "search:q:v2"),
            ], "cold 1, invalidated 1"),
        Case(
            "a bump, and keys without a generation", of: "search",
            [
                (0, "miss", "search:q"), (0.1, "fill", "search:q"), (5, "bump", "version:search"),
                (9, "miss", "search:q"), (9.1, "fill", "search:q"),
            ], "cold 1, invalidated 1"),
        Case(
            "an older generation, no bump announced", of: "search",
            searched + [(9, "miss", "search:q:v2"), (9.1, "fill", "search:q:v2")],
            "cold 1, invalidated 1"),
        Case(
            "the counter is gone: a lower generation", of: "search",
            [
                (0, "miss", "search:q:v128"), (0.1, "fill", "search:q:v128"),
                (9, "miss", "search:q:v1"), (9.1, "fill", "search:q:v1"),
            ], "cold 1, invalidated 1"),
        Case(
            "announced 80 ms after the miss",
            filled + [
                (9, "miss", "product:1"), (9.08, "purge", "product:1"), (9.09, "fill", "product:1"),
            ],
            "cold 1, invalidated 1"),
        Case(
            "announced after the fill, too",
            filled + [
                (9, "miss", "product:1"), (9.02, "fill", "product:1"), (9.08, "purge", "product:1"),
            ],
            "cold 1, invalidated 1"),
        Case(
            "a pattern 80 ms after the miss", of: "facets",
            [
                (0, "miss", "facets:a"), (0.1, "fill", "facets:a"), (9, "miss", "facets:a"),
                (9.02, "fill", "facets:a"), (9.08, "purge-glob", "facets:*"),
            ], "cold 1, invalidated 1"),
        Case(
            "a bump 80 ms after the miss", of: "search",
            [
                (0, "miss", "search:q"), (0.1, "fill", "search:q"), (9, "miss", "search:q"),
                (9.02, "fill", "search:q"), (9.08, "bump", "version:search"),
            ], "cold 1, invalidated 1"),
        Case(
            "a hit that was published late does not contradict the purge",
            filled + [
                (9, "purge", "product:1"), (9.05, "hit", "product:1"), (12, "miss", "product:1"),
                (12.1, "fill", "product:1"),
            ], "cold 1, invalidated 1"),
    ]

    static let early: [Case] = [
        Case(
            "gone without a reason",
            filled + [(9, "miss", "product:1"), (9.1, "fill", "product:1")], "cold 1, early 1"),
        Case(
            "announced 120 ms after the miss",
            filled + [
                (9, "miss", "product:1"), (9.05, "fill", "product:1"), (9.12, "purge", "product:1"),
            ],
            "cold 1, early 1"),
        Case(
            "a purge that a later hit contradicts",
            filled + [
                (5, "purge", "product:1"), (6, "hit", "product:1"), (9, "miss", "product:1"),
                (9.1, "fill", "product:1"),
            ], "cold 1, early 1"),
        Case(
            "keys that never carry the bumped version", of: "search",
            [
                (0, "miss", "search:q"), (0.1, "fill", "search:q"), (2, "bump", "version:search"),
                (4, "hit", "search:q"), (5, "bump", "version:search"), (9, "miss", "search:q"),
                (9.1, "fill", "search:q"),
            ], "cold 1, early 1"),
        Case(
            "two generations in turn: each key is a copy", of: "search",
            searched + [
                (1, "miss", "search:q:v2"), (1.1, "fill", "search:q:v2"), (2, "hit", "search:q:v1"),
                (3, "hit", "search:q:v2"), (4, "miss", "search:q:v1"), (4.1, "fill", "search:q:v1"),
            ], "cold 1, invalidated 1, early 1"),
    ]

    static let fills: [Case] = [
        Case(
            "misses before the fill share the first one's cause",
            [
                (0, "miss", "product:1"), (0.3, "miss", "product:1"), (0.6, "miss", "product:1"),
                (0.7, "fill", "product:1"),
            ], "cold 3"),
        Case(
            "a request that had joined the load is published after the fill",
            filled + [(0.15, "miss", "product:1")], "cold 2"),
        Case(
            "never filled",
            filled + [(1, "miss", "product:404"), (300, "miss", "product:404")],
            "cold 1, unknown 2"),
        Case(
            "not filled yet", filled + [(1, "miss", "product:2")], "cold 1, unknown 1"),
        Case(
            "a fill that belongs to another miss",
            filled + [
                (1, "miss", "product:404"), (300, "miss", "product:404"),
                (300.1, "fill", "product:404"),
            ], "cold 1, unknown 2"),
        Case(
            "a hit shows that it was filled",
            filled + [(1, "miss", "product:2"), (3, "hit", "product:2")], "cold 2"),
        Case(
            "no fill in the source: a miss is one",
            [
                (0, "miss", "product:1"), (10, "miss", "product:1"), (71, "miss", "product:1"),
                (80, "purge", "product:1"), (81, "miss", "product:1"),
            ], "cold 1, expired 1, invalidated 1, early 1"),
        Case(
            "no fill in the source: misses while the first one loads",
            [(0, "miss", "product:1"), (0.1, "miss", "product:1"), (1.9, "miss", "product:1")],
            "cold 3"),
        Case(
            "the first fill shows that misses are none",
            [(0, "miss", "product:404"), (1, "miss", "product:1"), (1.1, "fill", "product:1")],
            "cold 1, unknown 1"),
    ]

    @Test(arguments: [cold, expired, invalidated, early, fills].flatMap { $0 })
    func aKnownTraceHasItsCauses(_ example: Case) {
        var feed = InsightFeed(isWhole: example.isWhole)
        // The source has fills, where the example is of one: some other key's.
        if example.trace.contains(where: { $0.outcome == "fill" }),
            !example.name.contains("first fill")
        {
            feed.add([(-1, "fill", "trending:products")])
        }
        feed.add(example.trace.map { ($0.at, $0.outcome, $0.key) })
        #expect(words(feed.causes(example.resource)) == example.causes)
        #expect(feed.causes(example.resource)?.sum == feed.misses(example.resource))
        #expect(feed.causes(example.resource)?.error == 0)
    }

    @Test func twoHundredPurgesAtOnceExplainTwoHundredMisses() {
        var feed = InsightFeed()
        for id in 0..<200 {
            feed.add([(0, "miss", "product:\(id)"), (0.1, "fill", "product:\(id)")])
        }
        for id in 0..<200 {
            feed.add([(10, "miss", "product:\(id)"), (10.02, "fill", "product:\(id)")])
        }
        feed.feed.entry(moment(10.09), (0..<200).map { ("purge", "product:\($0)") })
        #expect(words(feed.causes("product")) == "cold 200, invalidated 200")
    }

    @Test func twoHundredPatternsAtOnceAreAllRemembered() {
        var feed = InsightFeed()
        for id in 0..<200 {
            feed.add([(0, "miss", "category:c\(id):x:v1"), (0.1, "fill", "category:c\(id):x:v1")])
        }
        feed.feed.entry(moment(5), (0..<200).map { ("purge-glob", "category:c\($0):*") })
        for id in 0..<200 {
            feed.add([(9, "miss", "category:c\(id):x:v1"), (9.1, "fill", "category:c\(id):x:v1")])
        }
        #expect(words(feed.causes("category")) == "cold 200, invalidated 200")
    }

    @Test(arguments: [(47.0, "early 1"), (48.0, "expired 1"), (55.0, "expired 1")])
    func theLastShareOfTheTTLCountsAsExpiredWithJitter(_ at: Double, _ expected: String) {
        var policy = CachePolicy.standard
        policy.resources[1].ttlJitter = 0.2
        var feed = InsightFeed(policy: policy)
        feed.add([
            (0, "miss", "product:1"), (0.05, "fill", "product:1"), (at, "miss", "product:1"),
            (at + 0.05, "fill", "product:1"),
        ])
        #expect(words(feed.causes("product")) == "cold 1, \(expected)")
    }

    @Test func weightsMakeTheCausesOfTheirResourceNull() {
        var feed = InsightFeed()
        feed.add([(0, "miss", "product:1"), (0, "miss", "facets:a")])
        feed.feed.entry(moment(1), [("n", "10"), ("hit", "product:2")])
        #expect(feed.causes("product") == nil)
        #expect(words(feed.causes("facets")) == "cold 1")
        var history = History.standard
        history.observe(feed.feed.report())
        let snapshot = history.snapshot(2)
        #expect(snapshot.resource("product")?.missCauses == nil)
        let why = snapshot.unavailable.first { $0.what == "resources[].missCauses" }
        #expect(why?.subject == "product" && why?.why.contains("n = 10") == true)
    }

    @Test func afterAGapWhatCouldHaveBeenMissedIsNotEarly() {
        var feed = InsightFeed()
        feed.add([(0, "miss", "product:1"), (0.1, "fill", "product:1")])
        feed.feed.tally.insight?.noteGap(before: moment(5))
        feed.add([
            (9, "miss", "product:1"), (9.1, "fill", "product:1"), (12, "miss", "product:1"),
            (12.1, "fill", "product:1"), (13, "miss", "product:9"), (13.1, "fill", "product:9"),
            (80, "miss", "product:8"), (80.1, "fill", "product:8"),
        ])
        #expect(words(feed.causes("product")) == "cold 2, early 1, unknown 2")
    }

    @Test func anEntryAheadOfTheClockIsOfNoKnownMoment() {
        var feed = InsightFeed()
        feed.feed.tally.beginEntry(at: moment(1000), now: start, isLive: false)
        feed.feed.add([(bytes("miss"), bytes("product:1"))])
        #expect(words(feed.causes("product")) == "unknown 1")
    }

    @Test func keysWithAndWithoutTheCommonPrefixAreOneLineage() {
        var policy = CachePolicy.standard
        policy.keyPrefix = "v2:"
        var feed = InsightFeed(policy: policy)
        feed.add([
            (0, "miss", "v2:search:q:v1"), (0.1, "fill", "search:q:v1"),
            (1, "purge-glob", "search:*"), (2, "miss", "search:q:v1"),
            (2.1, "fill", "v2:search:q:v1"), (3, "bump", "version:search"),
            (4, "miss", "v2:search:q:v2"), (4.1, "fill", "v2:search:q:v2"),
        ])
        #expect(words(feed.causes("search")) == "cold 1, invalidated 2")
    }

    @Test func switchedOffItSaysSo() {
        var history = History.standard
        var report = TallyFeed().report()
        report.insight = .off
        history.observe(report)
        let snapshot = history.snapshot()
        #expect(snapshot.resources.allSatisfy { $0.missCauses == nil })
        #expect(
            snapshot.unavailable.contains {
                $0.what == "resources[].missCauses" && $0.subject == nil
                    && $0.why.contains("--insight off")
            })
    }
}
