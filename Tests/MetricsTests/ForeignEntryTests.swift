import Testing

@testable import Metrics

private let grammar = KeyGrammar(policy: .standard)

/// Entries as other publishers write them: what is counted, and what is not understood.
struct ForeignEntryTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var pairs: [(String, String)]
        var events: [CacheEvent] = []
        var unknown: UInt64 = 0
        var received: UInt64
        var against: UInt64

        init(
            _ pairs: [(String, String)], _ events: [(Outcome, String, UInt64)] = [],
            unknown: UInt64 = 0, received: UInt64? = nil, against: UInt64? = nil
        ) {
            self.pairs = pairs
            self.events = events.map { CacheEvent($0.0, key: bytes($0.1), weight: $0.2) }
            self.unknown = unknown
            self.received = received ?? UInt64(events.count) + unknown
            self.against = against ?? unknown
        }

        var testDescription: String { pairs.map { "\($0) \($1)" }.joined(separator: " ") }
    }

    /// What shops were seen to write.
    static let fromTheField: [Case] = [
        Case(
            [("type", "hit"), ("key", "product:42"), ("ts", "1767000000000")],
            [(.hit, "product:42", 1)]),
        Case(
            [("event", "cache_miss"), ("key", "product:43"), ("ttl", "60")],
            [(.miss, "product:43", 1)]),
        Case(
            [("data", #"{"outcome":"hit","key":"product:44","ms":3}"#)], [(.hit, "product:44", 1)]),
        Case([("outcome", "HIT"), ("key", "product:45")], [(.hit, "product:45", 1)]),
        Case([("HIT", "product:46")], [(.hit, "product:46", 1)]),
        Case([("hit", ""), ("miss", "product:47")], [(.miss, "product:47", 1)], unknown: 1),
        Case(
            [("hit", #"{"resource":"product","id":48}"#)],
            [(.hit, #"{"resource":"product","id":48}"#, 1)]),
        Case(
            [("n", "2.5"), ("hit", "product:49")], [(.hit, "product:49", 1)], unknown: 1,
            received: 1, against: 0),
        Case(
            [("n", "10"), ("hit", "product:50"), ("n", "1e3"), ("miss", "product:51")],
            [(.hit, "product:50", 10), (.miss, "product:51", 1)], unknown: 1, received: 2,
            against: 0),
        Case([("kind", "lookup"), ("k", "product:1"), ("found", "1")], unknown: 3),
    ]

    static let othersOfTheKind: [Case] = [
        Case([("key", "product:1"), ("op", "Miss")], [(.miss, "product:1", 1)]),
        Case([("Type", "CACHE_HIT"), ("Key", "product:1")], [(.hit, "product:1", 1)]),
        Case(
            [("type", "product"), ("outcome", "hit"), ("key", "product:1"), ("id", "1")],
            [(.hit, "product:1", 1)]),
        Case(
            [("type", "hit"), ("key", "product:1"), ("type", "miss"), ("key", "product:2")],
            [(.hit, "product:1", 1), (.miss, "product:2", 1)]),
        Case(
            [("event", "hit"), ("key", "product:1"), ("outcome", "hit")], [(.hit, "product:1", 1)]),
        Case([("payload", #"{"type":"miss","key":"product:1"}"#)], [(.miss, "product:1", 1)]),
        Case([("json", #"{"key":42,"event":"hit"}"#)], [(.hit, "42", 1)]),
        Case([("data", #"{"hit":"product:1","n":"5"}"#)], [(.hit, "product:1", 5)]),
        Case(
            [("n", "3"), ("data", #"{"data":{"event":"hit","key":"product:1"}}"#)],
            [(.hit, "product:1", 3)]),
        // The weight may stand behind: fields of a client's object have no order.
        Case([("type", "hit"), ("key", "product:1"), ("n", "5")], [(.hit, "product:1", 5)]),
        Case([("type", "hit"), ("key", "")], unknown: 1),
        Case([("type", "hit"), ("id", "7")], unknown: 2),
        Case([("type", "lookup"), ("key", "product:1")], unknown: 1),
        Case([("key", "product:1")], unknown: 1),
        Case([("data", #"{"event":"hit"}"#)], unknown: 1),
        Case([("data", #"{"event":"hit","key":"product:1""#)], unknown: 1),
        Case([("data", "hit product:1")], unknown: 1),
        Case([("cache_hit", "true"), ("path", "/x")], unknown: 2),
        Case([("", "")], unknown: 1), Case([]),
        // Beside a native event a field may describe it; an unknown outcome has a key.
        Case(
            [("hit", "product:1"), ("ts", "1767000000000"), ("region", "eu")],
            [(.hit, "product:1", 1)], unknown: 2, against: 0),
        Case(
            [("hit", "product:1"), ("stale", "product:2")], [(.hit, "product:1", 1)], unknown: 1),
    ]

    @Test(arguments: fromTheField + othersOfTheKind)
    func isReadAndCounted(_ entry: Case) {
        let borrowed = BorrowedPairs(entry.pairs.map { (bytes($0), bytes($1)) })
        defer { borrowed.free() }
        let findings = EntryFindings(borrowed.count, grammar: grammar) { borrowed[$0] }
        #expect(findings.events == entry.events)

        var feed = TallyFeed()
        feed.entry(start, entry.pairs)
        #expect(feed.tally.received == entry.received)
        #expect(feed.tally.unknown == entry.unknown)
        #expect(feed.tally.understanding.understood == UInt64(entry.events.count))
        #expect(feed.tally.understanding.against == entry.against)
        #expect((feed.tally.understanding.example == nil) == (entry.against == 0))
        var expected = HitCounts()
        for event in entry.events {
            expected += HitCounts(
                hits: event.outcome == .hit ? event.weight : 0,
                misses: event.outcome == .miss ? event.weight : 0)
        }
        #expect(feed.tally.totals.reduce(into: HitCounts()) { $0 += $1 } == expected)
    }

    @Test func aKeyThatLooksLikeJSONBelongsToNoResource() {
        var feed = TallyFeed()
        feed.entry(start, [("hit", #"{"resource":"product","id":48}"#)])
        #expect(feed.tally.totals[grammar.unclassifiedSlot] == HitCounts(hits: 1))
    }

    @Test func purgesOfOtherFormsHaveTheirSource() {
        var feed = TallyFeed()
        feed.entry(
            start,
            [
                ("purge", "product:0"), ("later", "x"), ("src", "api-1"), ("purge", "product:1"),
                ("data", #"{"src":"api-2","op":"purge","key":"product:2"}"#),
            ])
        #expect(
            feed.tally.invalidations.map(\.source) == [nil, bytes("api-1"), bytes("api-2")])
    }

    /// The quick way and the whole one make the same of every entry.
    @Test(arguments: 0..<30)
    func theQuickWayIsTheWholeOne(_ seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let fields = [
            "hit", "miss", "fill", "n", "src", "purge", "HIT", "type", "key", "ts", "data",
        ]
        let values = [
            "product:1", "search:a:v1", "", "5", "0", "hit", "x",
            #"{"op":"miss","key":"product:9"}"#,
            "{", "\u{1B}",
        ]
        for _ in 0..<200 {
            let pairs = (0..<Int.random(in: 0...6, using: &random)).map { _ in
                (
                    bytes(fields.randomElement(using: &random) ?? ""),
                    bytes(values.randomElement(using: &random) ?? "")
                )
            }
            let borrowed = BorrowedPairs(pairs)
            defer { borrowed.free() }
            let findings = EntryFindings(borrowed.count, grammar: grammar) { borrowed[$0] }
            var whole = EventTally(slots: grammar.slots)
            var keys = TopKeys()
            whole.beginEntry(at: start)
            for event in findings.events { whole.add(event, grammar: grammar, keys: &keys) }
            var feed = TallyFeed()
            feed.tally.beginEntry(at: start)
            feed.add(pairs)
            #expect(feed.tally.totals == whole.totals)
            #expect(feed.tally.invalidations == whole.invalidations)
            #expect(feed.tally.fills == whole.fills)
            #expect(feed.tally.understanding.understood == UInt64(findings.events.count))
            #expect(feed.tally.unknown == findings.unknown + findings.badWeights)
            #expect(feed.tally.understanding.against == findings.against)
        }
    }

    @Test func whatWasMadeOfEachFieldIsNoted() {
        let pairs = [("type", "hit"), ("key", "product:1"), ("n", "x"), ("ts", "1")]
        let borrowed = BorrowedPairs(pairs.map { (bytes($0), bytes($1)) })
        defer { borrowed.free() }
        let notes = EntryFindings(borrowed.count, grammar: grammar, wantsNotes: true) {
            borrowed[$0]
        }.notes
        #expect(
            notes == [
                .unknown(field: bytes("n"), .weight),
                .event(CacheEvent(.hit, key: bytes("product:1"))),
                .describes(field: bytes("ts")),
            ])
    }
}
