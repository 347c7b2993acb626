import Metrics
import Testing

struct ObservedInvalidationTests {
    private var history = History.standard

    private func own(
        _ at: Double, _ scope: String = "search", via: InvalidationRecord.Way = .redis,
        _ outcome: InvalidationRecord.Outcome = .done, seconds: Double? = 0.04
    ) -> InvalidationRecord {
        InvalidationRecord(
            at: moment(at), scope: scope, by: "alice@bastion", via: via, outcome: outcome,
            message: "", durationSeconds: seconds)
    }

    private var scopes: [String] { history.snapshot(60).invalidations.map(\.scope) }

    @Test mutating func anEntryIsOneLine() {
        history.observe(
            1,
            [
                ("src", "api-1"), ("purge", "product:1"), ("purge", "inventory:1"),
                ("bump", "version:search"),
            ])
        history.observe(2, [("purge-glob", "facets:*")])
        let records = history.snapshot(60).invalidations
        #expect(
            records.map(\.scope) == [
                "purge product:1, purge inventory:1, bump version:search", "purge-glob facets:*",
            ])
        #expect(
            records.map(\.by) == ["api-1", nil] && records.map(\.at) == [moment(1), moment(2)])
        #expect(records.allSatisfy { $0.via == .observed && $0.outcome == .done })
        #expect(records.map(\.edgeStaleUntil) == [moment(181), moment(1802)])
        #expect(records.allSatisfy { $0.keysRemoved == nil && $0.from == nil && $0.to == nil })
    }

    @Test mutating func entriesOutOfOrderAreTheirOwnLines() {
        var feed = TallyFeed()
        for second in [3.0, 1, 2] { feed.entry(moment(second), [("purge", "product:\(second)")]) }
        history.observe(feed.report())
        #expect(scopes == ["purge product:1.0", "purge product:2.0", "purge product:3.0"])
    }

    @Test mutating func longEntriesAreShortened() {
        history.observe(1, (1...4).map { ("purge", "p:\($0)") })
        history.observe(2, (1...9).map { ("purge", "p:\($0)") })
        #expect(
            scopes == [
                "purge p:1, purge p:2, purge p:3, purge p:4",
                "purge p:1, purge p:2, purge p:3, and 6 more",
            ])
    }

    @Test mutating func whatATallyCouldNotKeepIsToldAsANumber() {
        history.observe(1, [("src", "api-1")] + (1...100).map { ("purge", "p:\($0)") })
        #expect(scopes == ["purge p:1, purge p:2, purge p:3, and 61 more", "36 more"])
        #expect(history.snapshot(60).invalidations.last?.by == "api-1")
    }

    @Test mutating func ourOwnAreToldOnce() {
        history.observe(own(10, "search"))
        history.observe(own(20, "product", seconds: 5))
        for at in [9.0, 10.5, 11.9, 19, 24, 26.9] {
            history.observe(at, [("src", "cachetop"), ("bump", "version:search")])
        }
        #expect(scopes == ["search", "product"])
        // another's, another time's, and what no record of ours explains
        history.observe(10.5, [("src", "api-1"), ("bump", "version:search")])
        history.observe(30, [("src", "cachetop"), ("bump", "version:global")])
        #expect(
            scopes == ["search", "bump version:search", "product", "bump version:global"])
    }

    /// None of these publishes in our name: what is seen then is another cachetop's.
    @Test(
        arguments: [
            (.redis, .dryRun), (.redis, .refused), (.api, .done), (.observed, .done),
        ] as [(InvalidationRecord.Way, InvalidationRecord.Outcome)])
    mutating func whatPublishedNothingHidesNothing(
        _ way: InvalidationRecord.Way, _ outcome: InvalidationRecord.Outcome
    ) {
        history.observe(own(10, "search", via: way, outcome))
        history.observe(10.1, [("src", "cachetop"), ("purge", "product:1")])
        #expect(scopes == ["search", "purge product:1"])
    }

    @Test mutating func aBumpDatesItsCounter() {
        history.observe(
            Sample(at: start, monotonicSeconds: 0, counters: [.value(1), .value(1)]))
        history.observe(5, [("bump", "version:search")])
        #expect(history.snapshot(60).versions.map(\.changedAt) == [moment(5), nil])
        #expect(history.snapshot(60).invalidations.first?.edgeStaleUntil == moment(95))
        // an id that a client set ahead of time dates nothing for ever
        history.observe(1e9, [("bump", "version:search"), ("bump", "version:global")])
        #expect(history.snapshot(60).versions.map(\.changedAt) == [moment(5), nil])
    }

    @Test mutating func recordsAreBounded() {
        for number in 0..<300 { history.observe(own(Double(number), "\(number)")) }
        #expect(scopes.count == History.recordLimit && scopes.last == "299")
    }
}

/// What is remembered of attempts, by whom and for how long.
struct RecordBookTests {
    private var history = History.standard

    private func record(
        _ id: String?, _ at: Double, _ outcome: InvalidationRecord.Outcome = .done,
        by: String = "bob@bastion", seconds: Double? = nil, removed: UInt64? = nil
    ) -> InvalidationRecord {
        InvalidationRecord(
            id: id, at: moment(at), scope: "facets", by: by, via: id == nil ? .observed : .redis,
            outcome: outcome, message: "", resources: ["facets"], keysRemoved: removed,
            durationSeconds: seconds)
    }

    private func shown(_ at: Double) -> [InvalidationRecord] { history.snapshot(at).invalidations }

    /// A deployment, another operator and a busy shop: none pushes another's out.
    @Test mutating func foreignRecordsPushOutNoneOfOnesOwn() {
        history.observe(record("mine", 0), isOwn: true)
        history.observe(record("bob", 1))
        for number in 0..<500 { history.observe(record(nil, 2 + Double(number) / 1000)) }
        for number in 0..<300 { history.observe(record("ci \(number)", 3)) }
        #expect(shown(10).contains { $0.id == "mine" })
        #expect(shown(10).count == 1 + 2 * History.recordLimit)
        #expect(!shown(10).contains { $0.id == "bob" })
        for number in 0..<300 { history.observe(record("own \(number)", 4), isOwn: true) }
        #expect(!shown(10).contains { $0.id == "mine" })
        #expect(shown(10).count == 3 * History.recordLimit)
    }

    /// It comes back through the trail on Redis, before or after its own dashboard has it.
    @Test mutating func onesOwnStaysOnesOwn() {
        history.observe(record("a", 0))
        history.observe(record("a", 0), isOwn: true)
        history.observe(record("a", 0))
        for number in 0..<300 { history.observe(record("ci \(number)", 3)) }
        #expect(shown(10).count { $0.id == "a" } == 1)
    }

    @Test mutating func whatBeganIsShownWhenItHasBeenSilentForAMinute() {
        history.observe(record("a", 0, .unfinished))
        #expect(shown(59.9).isEmpty)
        #expect(shown(60).map(\.outcome) == [.unfinished])
        // progress at 50 s, and then silence
        history.observe(record("a", 0, .unfinished, seconds: 50, removed: 1500))
        #expect(shown(109).isEmpty)
        #expect(shown(110).map(\.keysRemoved) == [1500])
        // an older report changes nothing
        history.observe(record("a", 0, .unfinished))
        #expect(shown(110).map(\.keysRemoved) == [1500])
        // it was only slow
        history.observe(record("a", 0, .done, seconds: 120, removed: 3000))
        #expect(shown(121).map(\.outcome) == [.done])
        // and what is over does not begin again
        history.observe(record("a", 0, .unfinished, seconds: 400))
        #expect(shown(500).map(\.outcome) == [.done])
    }

    /// Of each attempt the end, else the newest report, in whatever order they come.
    @Test func theLatestReportIsKept() {
        let reports = [
            record("a", 0, .unfinished), record("b", 1, .unfinished), record("a", 0, .done),
            record("a", 0, .unfinished, seconds: 9), record(nil, 2),
            record("b", 1, .unfinished, seconds: 5), record(nil, 3),
        ]
        let latest = InvalidationRecord.latest(of: reports)
        #expect(latest.map(\.outcome) == [.done, .unfinished, .done, .done])
        #expect(latest.map(\.durationSeconds) == [nil, 5, nil, nil])
    }

    /// A purge under way explains a counter, and is in the plan of another.
    @Test mutating func whatIsUnderWayIsKnownToPlans() throws {
        history.observe(record("a", 0, .unfinished))
        let context = history.planContext(for: .facets(nil), at: moment(5))
        #expect(context.recent.map(\.outcome) == [.unfinished])
    }

    @Test(
        arguments: [
            (.done, nil, nil, true), (.done, 0, nil, false), (.done, 3, nil, true),
            (.done, 0, 5, true), (.accepted, nil, nil, true), (.unknown, nil, nil, true),
            (.unfinished, 0, nil, true), (.notDone, nil, nil, false), (.notDone, 2, nil, true),
            (.refused, nil, nil, false), (.dryRun, nil, nil, false),
        ] as [(InvalidationRecord.Outcome, UInt64?, Int64?, Bool)])
    func whatChangedSomething(
        _ outcome: InvalidationRecord.Outcome, _ removed: UInt64?, _ to: Int64?, _ changed: Bool
    ) {
        var record = record("a", 0, outcome, removed: removed)
        record.to = to
        #expect(record.changedSomething == changed)
    }
}

/// Counters that move between two looks, and who is said to have moved them.
struct MovedCounterTests {
    private var history = History.standard

    private mutating func look(_ second: Double, _ search: CounterReading) {
        history.observe(
            Sample(
                at: moment(second), monotonicSeconds: second, counters: [search, .value(9)]))
    }

    private var records: [InvalidationRecord] { history.snapshot(60).invalidations }

    /// The event names the counter, the polls around it its values.
    @Test mutating func aBumpGetsItsValuesFromThePolls() throws {
        look(0, .value(7))
        history.observe(0.5, [("bump", "version:search"), ("purge", "product:1")])
        for second in [1.0, 2, 3] { look(second, .value(8)) }
        let step = try #require(records.first?.steps?.first)
        #expect(records.count == 1 && step.from == 7 && step.to == 8)
    }

    /// Which of two raised it from 7 to 8 is not known.
    @Test mutating func ofTwoBumpsBetweenPollsNeitherIsDated() throws {
        look(0, .value(7))
        history.observe(0.4, [("bump", "version:search")])
        history.observe(0.6, [("bump", "version:search")])
        for second in [1.0, 2, 3] { look(second, .value(9)) }
        #expect(records.count == 2 && records.allSatisfy { $0.steps?.first?.to == nil })
    }

    @Test mutating func aMoveThatNobodyExplainsIsToldAfterAMoment() throws {
        for second in [0.0, 1] { look(second, .value(4)) }
        look(2, .value(6))
        look(3, .value(6))
        #expect(records == [])
        look(4, .value(6))
        let record = try #require(records.first)
        #expect(record.scope == "bump version:search" && record.via == .observed)
        #expect(record.at == moment(2) && record.from == 4 && record.to == 6)
        #expect(record.by == nil && record.resources == ["search"])
        #expect(record.edgeStaleUntil == moment(92))
        look(10, .value(6))
        #expect(records.count == 1)
    }

    @Test(
        arguments: [
            (.absent, "gone version:search"), (.value(3), "set version:search"),
            (.unusable("no integer"), nil),
        ] as [(CounterReading, String?)])
    mutating func everyKindOfMoveHasItsWord(_ reading: CounterReading, _ scope: String?) {
        look(0, .value(4))
        look(1, reading)
        look(9, reading)
        #expect(records.map(\.scope) == (scope.map { [$0] } ?? []))
    }

    /// A counter may be set to any integer between two polls.
    @Test(arguments: [(Int64.min, Int64.max), (.max, .min), (-1, .max), (.min, 0)])
    mutating func theEndsOfItsRangeAreNumbersToo(_ from: Int64, _ to: Int64) {
        for second in 0...3 {
            look(Double(second) * 30, .value(second.isMultiple(of: 2) ? from : to))
        }
        look(100, .value(to))
        #expect(records.first?.from == from && records.first?.to == to)
        let rate = history.snapshot(100).versions.first?.changesPerHour
        #expect(rate.map { $0 >= 0 && $0.isFinite } == true)
    }

    @Test mutating func anEventOrARecordExplainsIt() {
        look(0, .value(4))
        look(1, .value(5))
        history.observe(0.9, [("src", "api-1"), ("bump", "version:search")])
        look(5, .value(5))
        #expect(records.map(\.by) == ["api-1"])
        look(10, .value(6))
        history.observe(
            InvalidationRecord(
                id: "a", at: moment(9.5), scope: "search", by: "a@b", via: .api, outcome: .done,
                message: "", resources: ["search"]))
        look(15, .value(6))
        #expect(records.map(\.by) == ["api-1", "a@b"])
        // one of long ago explains nothing
        look(40, .value(7))
        look(43, .value(7))
        #expect(records.map(\.by) == ["api-1", "a@b", nil])
    }
}
