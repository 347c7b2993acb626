import Metrics
import Testing

/// The hour before the start, as it enters the past.
@Suite struct StreamHourTests {
    private static let grammar = KeyGrammar(policy: .standard)
    /// The first snapshot comes so many seconds after the hour's beginning.
    private static let begin = 3600

    private static func isHit(_ second: Int) -> Bool { (second / 100) % 2 == 0 }

    /// One look-up of a product a second, and one of another key every ten.
    private static func hour(from first: Int = 0, isOver: Bool = true) -> StreamHour {
        var tally = EventTally.ofHour(slots: grammar.slots)
        var feed = TallyFeed(grammar)
        for second in first..<begin {
            tally.beginEntry(at: moment(Double(second) + 0.5))
            func add(_ field: String, _ key: String) {
                bytes(field).withUnsafeBufferPointer { field in
                    bytes(key).withUnsafeBufferPointer { key in
                        _ = tally.add(field: field, value: key, grammar: grammar, keys: &feed.keys)
                    }
                }
            }
            add(isHit(second) ? "hit" : "miss", "product:1")
            if second % 10 == 0 { add("hit", "odd") }
        }
        return StreamHour(
            buckets: tally.buckets, from: moment(Double(first)), end: moment(Double(begin)),
            isOver: isOver)
    }

    private static func watched(seconds: Int = 5) -> (past: Past, history: History) {
        var history = History.standard
        var past = Past()
        var feed = TallyFeed(grammar)
        for second in 0..<seconds {
            feed.tally = EventTally(slots: grammar.slots)
            // The tail has the last five minutes, too.
            for earlier in second == 0 ? Array(begin - 300..<begin) : [begin + second - 1] {
                feed.entry(
                    moment(Double(earlier) + 0.5), [(isHit(earlier) ? "hit" : "miss", "product:1")])
            }
            var status = EventStatus(source: "stream:cache:events")
            status.coveredFrom = moment(Double(begin - 300))
            history.observe(feed.report(status))
            past.note(history.snapshot(Double(begin + second) + 0.2))
        }
        return (past, history)
    }

    private func moments(_ past: Past) -> [PastMoment] {
        var all: [PastMoment] = []
        var at = moment(10_000)
        while let next = past.moment(before: at) {
            all.append(next)
            at = next.at
        }
        return all
    }

    private static func rate(endingAt second: Int, seconds: Int) -> Double? {
        let first = max(0, second - seconds)
        let hits = (first..<second).count(where: isHit)
        return first < second ? Double(hits) / Double(second - first) : nil
    }

    @Test func everyMomentHasTheRatesOfItsWindows() throws {
        var (past, history) = Self.watched()
        past.fill(Self.hour())
        let filled = moments(past).filter(\.isReadBack)
        let ages = filled.map { Self.begin - Int($0.at.seconds(since: start)) }
        #expect(Array(ages.prefix(590)) == Array(1...590))
        #expect(ages.last.map { $0 > 3580 } == true)
        #expect(filled.count > 590 + 290)
        for moment in filled {
            let second = Int(moment.at.seconds(since: start))
            let shown = try #require(past.snapshot(at: moment.at, invalidationsOf: history))
            for window in shown.resource("product")?.windows ?? [] {
                #expect(window.hitRate == Self.rate(endingAt: second, seconds: window.seconds))
                #expect(window.coveredSeconds == Double(min(window.seconds, second)))
            }
            let minute = shown.resource("product")?.minute.last ?? nil
            #expect(minute == (Self.isHit(second - 1) ? 1 : 0))
            #expect(shown.unclassified.windows[1].hits == UInt64(min(6, (second + 9) / 10)))
        }
    }

    /// Of what was not known then there is no number, and it is said so.
    @Test func theRestIsNotRecorded() throws {
        var (past, history) = Self.watched()
        past.fill(Self.hour())
        let filled = try #require(moments(past).first { $0.isReadBack })
        let shown = try #require(past.snapshot(at: filled.at, invalidationsOf: history))
        #expect(shown.memory == Snapshot.Memory())
        #expect(shown.server.version == nil && shown.server.opsPerSecond == nil)
        #expect(shown.resources.allSatisfy { $0.keys == nil && $0.ttl == nil && $0.hits == 0 })
        #expect(!shown.hasTotals && history.snapshot(Double(Self.begin)).hasTotals)
        #expect(shown.versions.allSatisfy { $0.value == nil })
        #expect(shown.events.received == 0 && shown.events.countedFrom == nil)
        let paths = ["server", "memory", "versions", "resources[].keys", "topKeys", "total.hits"]
        for path in paths {
            #expect(shown.unavailable.contains { $0.what == path && $0.state == .notTold })
        }
    }

    /// The tail counts the last five minutes, too: in a curve they are there once.
    @Test func nothingIsTwiceInACurve() {
        var (past, history) = Self.watched(seconds: 60)
        let before = history.snapshot(Double(Self.begin + 60))
        past.fill(Self.hour())
        for (seconds, count) in [(600, 60), (1800, 90), (3600, 60), (3000, 200)] {
            let series = past.series(
                .lookupsPerSecond(resource: "product"),
                endingAt: moment(Double(Self.begin + 59) + 0.2), seconds: seconds, count: count)
            let wrong = series.values.filter { $0.map { abs($0 - 1) > 0.001 } ?? true }
            #expect(wrong.count <= 1, "\(seconds): \(wrong)")
        }
        // Totals and what was received are the history's, which knows nothing of it.
        #expect(history.snapshot(Double(Self.begin + 60)) == before)
        history.interrupt(why: "lost")
    }

    /// While it is read only what has all of its windows is shown; in the end the rest.
    @Test func itComesInSlices() {
        var (past, _) = Self.watched()
        past.fill(Self.hour(from: 3400, isOver: false))
        #expect(moments(past).allSatisfy { !$0.isReadBack })
        past.fill(Self.hour(from: 3000, isOver: false))
        #expect(moments(past).last?.at == moment(3300))
        past.fill(Self.hour(from: 1000, isOver: true))
        let first = moments(past).last?.at.seconds(since: start)
        #expect(first.map { (1001...1010).contains($0) } == true)
        past.fill(Self.hour(from: 1000, isOver: true))
        #expect(Set(moments(past).map(\.at)).count == moments(past).count)
        let before = moments(past)
        past.fill(Self.hour())
        #expect(before.allSatisfy(Set(moments(past)).contains))
    }

    /// It may be there before the first snapshot.
    @Test func itWaitsForTheNames() {
        var past = Past()
        past.fill(Self.hour())
        #expect(moments(past).isEmpty)
        past.note(History.standard.snapshot(Double(Self.begin)))
        #expect(moments(past).count > 600)
    }

    /// What is recorded stays, and goes when its time is over.
    @Test func recordingGoesOn() {
        var (past, _) = Self.watched()
        past.fill(Self.hour())
        for second in stride(from: Self.begin + 10, through: Self.begin + 8000, by: 10) {
            past.note(History.standard.snapshot(Double(second)))
        }
        let all = moments(past)
        #expect(all.map(\.at) == all.map(\.at).sorted(by: >))
        // Older than two hours: a minute apart.
        let old = all.map(\.at).filter { $0 < moment(Double(Self.begin + 700)) }
        let apart = zip(old, old.dropFirst()).map { $0.seconds(since: $1) }
        #expect(old.count > 60 && apart.allSatisfy { $0 > 45 && $0 < 75 })
        let limit = Past.byteLimit(for: History.standard.snapshot())
        #expect(past.byteCount <= limit)
    }
}
