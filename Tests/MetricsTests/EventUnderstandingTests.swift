import Testing

@testable import Metrics

private let grammar = KeyGrammar(policy: .standard)

/// When the alert `eventsNotUnderstood` holds.
struct EventUnderstandingTests {
    private let foreign = [("kind", "lookup"), ("k", "product:1"), ("found", "1")]
    private let native = [("hit", "product:1")]

    private func history(_ kind: EventStatus.Kind = .stream) -> History {
        History(grammar: grammar, source: kind == .stream ? "stream:cache:events" : "log:api.log")
    }

    private func observe(
        _ history: inout History, _ seconds: Double, _ pairs: [(String, String)], times: Int = 1
    ) {
        var feed = TallyFeed()
        for _ in 0..<times { feed.entry(moment(seconds), pairs) }
        var report = feed.report()
        report.at = moment(seconds)
        history.observe(report)
    }

    private func observe(
        _ history: inout History, _ seconds: Double, lines: [String],
        kind: EventStatus.Kind = .log
    ) {
        var tally = EventTally(slots: grammar.slots)
        var keys = TopKeys()
        for line in lines {
            tally.beginEntry(at: moment(seconds))
            tally.add(
                EventLine(bytes(line), grammar: grammar), isOfLog: kind == .log, grammar: grammar,
                keys: &keys, example: { line })
        }
        history.observe(
            EventReport(
                tally: tally, status: EventStatus(source: "log:api.log", kind: kind), topKeys: [],
                at: moment(seconds)))
    }

    private func alert(_ history: History, _ seconds: Double, isFinal: Bool = false) -> Alert? {
        history.snapshot(
            at: moment(seconds), endpoint: "", intervalSeconds: 1, isFinal: isFinal
        ).alert(.eventsNotUnderstood)
    }

    @Test func aStreamOfAnotherFormSaysSo() throws {
        var history = history()
        observe(&history, 0, foreign)
        let alert = try #require(self.alert(history, 1))
        #expect(alert.subject == "stream:cache:events" && alert.severity == .warning)
        #expect(alert.value == 0 && alert.threshold == 0.5)
        for words in [
            "0 are understood", "kind lookup k product:1 found 1", "hit product:42", "--events",
        ] { #expect(alert.message.contains(words), "\(alert.message)") }
        let events = history.snapshot(1).events
        #expect(events.received == 3 && events.unknown == 3 && events.understood == 0)
        #expect(events.lines == nil)
        #expect(events.example == "kind lookup k product:1 found 1")
        // Nothing came for a minute: nothing is known of what would.
        #expect(self.alert(history, 60.5) == nil)
    }

    @Test func halfIsEnough() {
        var history = history()
        observe(&history, 0, native, times: 3)
        observe(&history, 0, foreign)
        #expect(alert(history, 0) == nil)
        observe(&history, 1, [("odd", "x")])
        #expect(alert(history, 1)?.value == 3.0 / 7)
        // What describes an event does not count.
        var described = self.history()
        observe(&described, 0, [("hit", "product:1"), ("ts", "1"), ("ms", "2"), ("host", "a")])
        observe(&described, 0, [("type", "hit"), ("key", "product:1"), ("ts", "1"), ("ms", "2")])
        #expect(alert(described, 0) == nil)
        #expect(described.snapshot().events.unknown == 3)
    }

    /// Of 60 seconds or 200 pairs, whichever is less.
    @Test func itForgetsWhatIsLongAgo() {
        var history = history()
        observe(&history, 0, foreign, times: 1000)
        observe(&history, 1, native, times: 99)
        #expect(alert(history, 2)?.value == 99.0 / 200)
        observe(&history, 2, native)
        #expect(alert(history, 2) == nil)
        observe(&history, 3, [("odd", "x")])
        #expect(alert(history, 3) == nil)
        observe(&history, 4, foreign, times: 40)
        #expect(alert(history, 4)?.value == 79.0 / 200)
    }

    @Test(arguments: 0..<20) func theLastTwoHundredAreExact(_ seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        var last = LastOnes()
        var all: [Bool] = []
        for _ in 0..<60 {
            let isUnderstood = Bool.random(using: &random)
            let times = Int.random(in: 0...(Bool.random(using: &random) ? 5 : 260), using: &random)
            if Bool.random(using: &random) {
                last.append(isUnderstood, times: UInt64(times))
            } else {
                var later = LastOnes()
                later.append(isUnderstood, times: UInt64(times))
                last.append(contentsOf: later)
            }
            all += Array(repeating: isUnderstood, count: times)
            let expected = all.suffix(LastOnes.capacity)
            #expect(last.count == expected.count)
            #expect(last.understood == expected.count { $0 })
        }
    }

    @Test(arguments: 0..<10) func mergedTalliesAreOne(_ seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        var whole = TallyFeed()
        var parts = [TallyFeed()]
        for _ in 0..<200 {
            let pairs = Bool.random(using: &random) ? native : foreign
            whole.entry(start, pairs)
            parts[parts.count - 1].entry(start, pairs)
            if Int.random(in: 0..<20, using: &random) == 0 { parts.append(TallyFeed()) }
        }
        var merged = EventTally(slots: grammar.slots)
        for part in parts { merged.merge(part.tally) }
        #expect(merged.understanding.last == whole.tally.understanding.last)
        #expect(merged.understanding.understood == whole.tally.understanding.understood)
        #expect(merged.understanding.against == whole.tally.understanding.against)
    }

    // MARK: Logs

    @Test func otherLinesDoNotCountAgainstALog() {
        var history = history(.log)
        observe(
            &history, 0, lines: ["[CACHE HIT] product:1"] + Array(repeating: "GET / 200", count: 30)
        )
        #expect(alert(history, 0) == nil)
        let events = history.snapshot().events
        #expect(events.lines == 31 && events.received == 1 && events.understood == 1)
        #expect(events.example == nil)
    }

    @Test func linesThatLookLikeEventsDo() {
        var history = history(.log)
        observe(
            &history, 0,
            lines: [
                "[CACHE HIT] product:1", "product:2 was a miss", "GET /", "product:3 was a hit",
            ])
        #expect(alert(history, 0)?.value == 1.0 / 3)
        #expect(alert(history, 0)?.message.contains("--events-line") == true)
        #expect(history.snapshot().events.example == "product:2 was a miss")
    }

    @Test func fiftyLinesWithoutAnEventSaySo() {
        var history = history(.log)
        observe(&history, 0, lines: Array(repeating: "lookup 42: found", count: 49))
        #expect(alert(history, 0) == nil)
        #expect(alert(history, 0, isFinal: true)?.value == 0)
        observe(&history, 100, lines: ["lookup 43: found"])
        let alert = self.alert(history, 100)
        #expect(alert?.message.contains("none is a cache event") == true)
        #expect(alert?.message.contains("lookup 43: found") == true)
        #expect(history.snapshot(100).events.example == "lookup 43: found")
        #expect(history.snapshot(100).events.unknown == 0)
    }

    /// A log that changed its form, and one that never had many events.
    @Test func whatIsUsualForTheLogDecides() {
        var changed = history(.log)
        observe(&changed, 0, lines: Array(repeating: "hit product:1", count: 100))
        observe(&changed, 70, lines: Array(repeating: "found 1", count: 49))
        #expect(alert(changed, 70) == nil)
        observe(&changed, 71, lines: ["found 1"])
        #expect(alert(changed, 71) != nil)
        var quiet = history(.log)
        observe(&quiet, 0, lines: ["hit product:1"] + Array(repeating: "GET /", count: 99))
        observe(&quiet, 70, lines: Array(repeating: "GET /", count: 150))
        #expect(alert(quiet, 70) == nil)
        // The same within one minute: of the last 200 lines none is one.
        var busy = history(.log)
        observe(&busy, 0, lines: Array(repeating: "hit product:1", count: 100))
        observe(&busy, 1, lines: Array(repeating: "found 1", count: 199))
        #expect(alert(busy, 1) == nil)
        observe(&busy, 2, lines: ["found 1"])
        #expect(alert(busy, 2) != nil)
    }

    /// A client library adds the common prefix below the API: events and lines name keys without it.
    @Test func keysWithoutThePrefixAreKeys() {
        var policy = CachePolicy.standard
        policy.keyPrefix = "shop:"
        let grammar = KeyGrammar(policy: policy)
        for key in ["product:1", "shop:product:1"] {
            #expect(
                EventLine(bytes("\(key) was a hit"), grammar: grammar) == .unknown(.form), "\(key)")
            #expect(EventLine(bytes("bypass \(key)"), grammar: grammar) == .unknown(.outcome))
            let pairs = BorrowedPairs(
                [("hit", "product:2"), ("stale", key)].map {
                    (bytes($0), bytes($1))
                })
            defer { pairs.free() }
            #expect(EntryFindings(2, grammar: grammar) { pairs[$0] }.against == 1)
        }
    }

    @Test func anEmptySourceIsNoAlert() {
        #expect(alert(history(), 0, isFinal: true) == nil)
        var log = history(.log)
        observe(&log, 0, lines: [])
        #expect(alert(log, 0, isFinal: true) == nil)
    }

    @Test func everythingCountsAgainstAChannel() {
        var history = history(.log)
        observe(&history, 0, lines: ["something else"], kind: .pubsub)
        #expect(alert(history, 0)?.value == 0)
        #expect(history.snapshot().events.unknown == 1 && history.snapshot().events.lines == 1)
    }

    /// A line that could not be read says nothing of a log's form.
    @Test func aLongLineIsUnknown() {
        var history = history(.log)
        observe(&history, 0, lines: [String(repeating: "x", count: 70_000)])
        #expect(history.snapshot().events.unknown == 1)
        #expect(alert(history, 0) == nil)
    }

    /// Figures that say nothing are not handed to a plan as none.
    @Test func aPlanKnowsNoHitsOfASourceThatIsNotUnderstood() {
        var history = history()
        var status = EventStatus(source: "stream:cache:events")
        status.coveredFrom = moment(-60)
        var feed = TallyFeed()
        feed.entry(start, native)
        history.observe(feed.report(status))
        let scope = InvalidationScope.search
        #expect(history.planContext(for: scope, at: moment(1)).hitsPerSecond != nil)
        feed.entry(start, foreign)
        history.observe(feed.report(status))
        #expect(history.planContext(for: scope, at: moment(1)).hitsPerSecond == nil)
    }
}

/// Entries whose ids lie ahead of the server's clock.
struct EventsAheadTests {
    private func tally(
        _ seconds: Double, isLive: Bool, _ pairs: [(String, String)] = [("hit", "product:1")]
    ) -> EventTally {
        var feed = TallyFeed()
        feed.tally.beginEntry(at: moment(seconds), now: start, isLive: isLive)
        feed.add(pairs.map { (bytes($0), bytes($1)) })
        return feed.tally
    }

    private func windowed(_ tally: EventTally) -> UInt64 {
        tally.buckets.sum(slot: 1, endingAt: TimeBuckets.index(of: start), seconds: 10).lookups
    }

    @Test func theyCountInTheTotals() {
        for isLive in [false, true] {
            let tally = tally(6, isLive: isLive)
            #expect(tally.totals[1].hits == 1 && tally.ahead == 1)
            #expect(windowed(tally) == (isLive ? 1 : 0))
            #expect(tally.newest == (isLive ? start : nil))
        }
        let inStep = tally(5, isLive: false)
        #expect(inStep.ahead == 0 && inStep.newest == moment(5))
    }

    @Test func theyDateNoInvalidation() {
        let pairs = [("bump", "version:search"), ("purge", "product:1")]
        #expect(tally(1e9, isLive: false, pairs).invalidations.isEmpty)
        #expect(tally(1e9, isLive: false, pairs).invalidationsOmitted == 0)
        #expect(tally(1e9, isLive: true, pairs).invalidations.map(\.at) == [start, start])
    }

    @Test func theyAreAnAlert() throws {
        var history = History.standard
        var status = EventStatus(source: "stream:cache:events")
        status.aheadSeconds = 3600
        history.observe(
            EventReport(tally: tally(3600, isLive: false), status: status, topKeys: []))
        let alert = try #require(
            history.snapshot().alert(.eventsAheadOfClock))
        #expect(alert.value == 3600 && alert.threshold == 5)
        #expect(alert.subject == "stream:cache:events")
        #expect(alert.message.contains("1h ahead") && alert.message.contains("1 such"))
        #expect(history.snapshot().total.hits == 1)
        #expect(history.snapshot().total.windows.allSatisfy { $0.hits == 0 })
    }
}
