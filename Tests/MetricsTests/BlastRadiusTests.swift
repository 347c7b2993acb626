import Metrics
import Testing

/// What a history knows about a scope before it is invalidated, and about the deed afterwards.
struct BlastRadiusTests {
    private var history = History.standard

    /// A minute and a half of look-ups: 10 hits a second of each product and search, one miss.
    private mutating func traffic(_ seconds: ClosedRange<Int> = -90...0) {
        var feed = TallyFeed(history.grammar)
        for second in seconds {
            feed.entry(
                moment(Double(second)),
                [
                    ("n", "10"), ("hit", "product:1"), ("hit", "search:a:v4"), ("n", "1"),
                    ("miss", "product:1"),
                ])
        }
        var status = EventStatus(source: "stream:cache:events")
        status.coveredFrom = moment(-90)
        history.observe(feed.report(status))
    }

    private mutating func look(_ second: Double, search: Int64 = 4) {
        history.observe(
            Sample(
                at: moment(second), monotonicSeconds: second,
                counters: [.value(search), .value(9)]))
    }

    @Test mutating func hitsAreThoseOfTheLastMinute() {
        #expect(history.planContext(for: .search, at: start).hitsPerSecond == nil)
        traffic()
        let context = history.planContext(for: .search, at: start)
        #expect(context.hitSeconds == 60)
        #expect(context.hitsPerSecond?["product"] == 10 && context.hitsPerSecond?["search"] == 10)
        #expect(context.hitsPerSecond?["facets"] == 0)
        let early = history.planContext(for: .search, at: moment(-80))
        #expect(early.hitSeconds == 10)
    }

    @Test mutating func theDyingGenerationIsTheCountersAndIsDated() throws {
        look(0)
        let none = try #require(history.planContext(for: .search, at: start).generations.first)
        #expect(none.value == 4 && none.counter == "version:search" && none.keys == nil)
        #expect(none.sweptAt == nil && none.notAffected == nil)
        var survey = KeyspaceSurvey(policy: .standard, startedAt: start)
        let keys = ["a:v4": 2, "b:v4": 4, "c:v3": 8, "d:v5": 16, "old": 32]
        for (key, size) in keys {
            survey.add(
                bytes("search:\(key)"), pttl: 9000, bytes: UInt64(size), grammar: history.grammar,
                at: start)
        }
        survey.isComplete = true
        history.observe(survey)
        let found = try #require(history.planContext(for: .search, at: start).generations.first)
        #expect(found.keys == 2 && found.bytes == 6)
        // without a generation, or of a later one: a raised counter passes them by
        #expect(found.notAffected == 2)
        #expect(found.sweptAt == start && found.estimated == false)
        let global = history.planContext(for: .global, at: start).generations
        #expect(global.map(\.resource) == ["search", "category"])
        #expect(history.planContext(for: .trending, at: start).generations == [])
    }

    @Test(
        arguments: [
            ("search", .search, true), ("search", .trending, false), ("global", .search, true),
            ("product 1", .products([bytes("1")]), true),
            ("product 1", .products([bytes("2")]), false),
            ("facets", .facets(bytes("shoes")), true), ("facets shoes", .facets(nil), true),
            ("facets shoes", .facets(bytes("hats")), false),
            ("product 1 2", .products([bytes("2")]), true),
            ("inventory 1", .products([bytes("1")]), true),
            ("key product:1", .products([bytes("1")]), true),
            ("key product:1", .products([bytes("11")]), false),
            ("pattern category:*", .category(bytes("shoes")), true),
            ("category shoes", .pattern(bytes("category:*")), true),
            ("category shoes", .category(bytes("hats")), false),
            ("search", .global, true), ("global", .trending, true),
            ("category shoes", .global, true), ("key my key", .key(bytes("my key")), true),
            ("key my key", .key(bytes("my")), false),
            ("pattern a b*", .key(bytes("a bc")), true),
        ] as [(String, InvalidationScope, Bool)])
    func whoElseDidTheSame(_ scope: String, _ mine: InvalidationScope, _ touches: Bool) {
        let record = InvalidationRecord(
            at: start, scope: scope, by: "bob@b", via: .api, outcome: .done, message: "")
        #expect(record.touches(mine, by: KeyGrammar(policy: .standard)) == touches)
    }

    @Test mutating func recentIsTenMinutesAndWhatChangedSomething() {
        history.observe(-300, [("src", "api-1"), ("bump", "version:search")])
        history.observe(-200, [("src", "api-1"), ("purge", "product:1"), ("purge", "facets:a")])
        for (at, outcome) in [
            (-700.0, InvalidationRecord.Outcome.done), (-100, .done), (-50, .refused),
            (-40, .unknown),
        ] {
            history.observe(
                InvalidationRecord(
                    at: moment(at), scope: "search", by: "bob@b", via: .redis, outcome: outcome,
                    message: ""))
        }
        let recent = history.planContext(for: .search, at: start).recent
        #expect(recent.map(\.at) == [moment(-40), moment(-100), moment(-300)])
        let product = history.planContext(for: .products([bytes("1")]), at: start).recent
        #expect(product.map(\.by) == ["api-1"])
    }

    /// What a purge of ours published comes back through the stream.
    @Test mutating func recentTellsOursOnce() {
        history.observe(
            InvalidationRecord(
                at: moment(-30), scope: "search", by: "bob@b", via: .redis, outcome: .done,
                message: "", durationSeconds: 0.1))
        history.observe(-30, [("src", "cachetop"), ("bump", "version:search")])
        let recent = history.planContext(for: .search, at: start).recent
        #expect(recent.map(\.by) == ["bob@b"])
    }

    /// The rate rose: the lowest is the one before, not the lowest since. Events of the minute before
    /// that come late change the rate before, and what was the lowest by it is forgotten.
    @Test mutating func theLowestIsNeverAboveTheOthers() throws {
        func aftermath(_ second: Double) throws -> Aftermath {
            try #require(history.snapshot(second).invalidations.first?.aftermath)
        }
        history.observe(
            -5, [("n", "80"), ("hit", "product:1"), ("n", "20"), ("miss", "product:1")])
        history.observe(
            InvalidationRecord(
                id: "a", at: moment(0), scope: "product 1", by: "a@b", via: .redis, outcome: .done,
                message: "", resources: ["product"], keysRemoved: 1))
        history.observe(1, [("n", "1000"), ("hit", "product:1")])
        history.observe(Sample(at: moment(2), monotonicSeconds: 2))
        var shown = try aftermath(2)
        #expect(shown.hitRateLowest == shown.hitRateBefore && shown.hitRateBefore == 0.8)
        history.observe(-4, [("n", "700"), ("hit", "product:1")])
        history.observe(Sample(at: moment(3), monotonicSeconds: 3))
        history.observe(12, [("n", "99"), ("hit", "product:1"), ("n", "1"), ("miss", "product:1")])
        shown = try aftermath(13)
        #expect(shown.hitRateBefore == 0.975 && shown.hitRateLowest == 0.975)
        #expect(shown.hitRateNow == 0.99)
    }

    @Test mutating func theAftermathIsBeforeLowestAndNow() throws {
        traffic()
        history.observe(
            InvalidationRecord(
                id: "a", at: start, scope: "product 1", by: "a@b", via: .redis, outcome: .done,
                message: "", resources: ["product"]))
        func aftermath(_ second: Double) -> Aftermath? {
            history.snapshot(second).invalidations.first?.aftermath
        }
        look(0)
        #expect(aftermath(0)?.hitRateBefore == 10.0 / 11)
        history.observe(2, [("n", "30"), ("miss", "product:1")])
        look(3)
        history.observe(20, [("n", "50"), ("hit", "product:1")])
        look(21)
        let later = try #require(aftermath(21))
        #expect(later.hitRateBefore == 10.0 / 11 && later.hitRateNow == 1)
        #expect(later.hitRateLowest == 70.0 / 107)
        look(600)
        let idle = try #require(aftermath(600))
        // It had come back: what follows is not its work.
        #expect(idle.hitRateNow == 1 && idle.hitRateBefore == 10.0 / 11)
        #expect(idle.recoveredAt == moment(21))
        #expect(idle.hitRateLowest == 70.0 / 107)
    }

    @Test mutating func withoutTrafficOrADeedThereIsNone() {
        for outcome in [InvalidationRecord.Outcome.refused, .dryRun, .notDone, .done] {
            history.observe(
                InvalidationRecord(
                    at: start, scope: "x", by: nil, via: .redis, outcome: outcome, message: "",
                    resources: outcome == .done ? ["facets"] : ["product"]))
        }
        traffic()
        look(1)
        #expect(history.snapshot(1).invalidations.allSatisfy { $0.aftermath == nil })
    }

    @Test mutating func aRecordIsToldOnce() {
        var record = InvalidationRecord(
            id: "a", at: start, scope: "search", by: "a@b", via: .redis, outcome: .unknown,
            message: "")
        history.observe(record)
        record.outcome = .done
        history.observe(record)
        record.id = nil
        history.observe(record)
        #expect(history.snapshot(1).invalidations.map(\.outcome) == [.done, .done])
    }

    @Test func aListKeepsItsKeys() {
        let keys = ["a", "", "product:1", "é"].map { bytes($0) } + [[0xFF, 0x00]]
        var list = KeyList(keys)
        #expect(Array(list) == keys && list.count == 5)
        #expect(list == KeyList(keys) && list != KeyList(keys.dropLast()))
        keys[2].withUnsafeBufferPointer {
            #expect(list.matches($0, at: 2) && !list.matches($0, at: 3))
        }
        #expect(Array(list.sample(9)) == keys && Array(list.sample(2)) == [keys[0], keys[2]])
        #expect(
            Array(list.sample(9, from: 3)) == Array(keys[3...]) && list.sample(9, from: 5).isEmpty)
        let long = KeyList((0..<100).map { _ in [UInt8](repeating: 1, count: 10_240) })
        #expect(
            long.sample(80, bytes: 102_400).count == 10 && long.sample(5, bytes: 102_400).count == 5
        )
        for number in 0..<1000 { list.append(bytes("\(number)")) }
        #expect(list.sample(100).count == 100 && Set(list.sample(100)).count == 100)
    }

    @Test(
        arguments: [
            (ServerIdentity(runID: "a", role: .primary, replicationID: "r"), nil),
            (ServerIdentity(runID: nil, role: nil, replicationID: nil), nil),
            (ServerIdentity(runID: "b", role: .primary, replicationID: "r"), "restarted"),
            (ServerIdentity(runID: "a", role: .replica, replicationID: "q"), "replica"),
            (ServerIdentity(runID: "a", role: .primary, replicationID: "q"), "failover"),
        ] as [(ServerIdentity, String?)])
    func anotherServerIsTold(_ later: ServerIdentity, _ word: String?) {
        let first = ServerIdentity(runID: "a", role: .primary, replicationID: "r")
        let difference = first.difference(to: later)
        #expect((difference == nil) == (word == nil))
        if let word { #expect(difference?.contains(word) == true) }
    }
}
