import Metrics
import Testing

struct HistoryWindowTests {
    private var history = History.standard

    private mutating func cover(from seconds: Double) {
        var status = EventStatus(source: "stream:cache:events")
        status.coveredFrom = moment(seconds)
        var report = TallyFeed(history.grammar).report()
        report.status = status
        history.observe(report)
    }

    @Test func nothingObservedIsNotZero() {
        let snapshot = history.snapshot()
        #expect(snapshot.total.hitRate == nil && snapshot.total.hits == 0)
        #expect(snapshot.total.windows.map(\.seconds) == [10, 60, 300])
        #expect(snapshot.total.windows.allSatisfy { $0.hitRate == nil && $0.coveredSeconds == nil })
        #expect(
            snapshot.server
                == {
                    var s = Snapshot.Server(); s.windows = noWindows; return s
                }())
        #expect(snapshot.memory == Snapshot.Memory() && snapshot.alerts.isEmpty)
        #expect(snapshot.resources.map(\.name) == CachePolicy.standard.resources.map(\.name))
        for resource in snapshot.resources {
            #expect(resource.keys == nil && resource.bytes == nil && resource.ttl == nil)
            #expect(resource.estimated == nil && resource.sweptAt == nil)
            #expect(resource.sweepSeconds == nil && resource.deadGenerations == nil)
            #expect(resource.hitRate == nil && resource.minute == Array(repeating: nil, count: 60))
        }
        #expect(snapshot.unclassified.keys == nil && snapshot.unclassified.bytes == nil)
        #expect(snapshot.versions.map(\.name) == ["search", "global"])
        #expect(snapshot.versions.map(\.key) == ["version:search", "version:global"])
        #expect(snapshot.versions.allSatisfy { $0.value == nil && $0.changesPerHour == nil })
        #expect(snapshot.events.lostEntries == nil && snapshot.events.lagSeconds == nil)
        #expect(snapshot.topKeys.isEmpty && !snapshot.unavailable.isEmpty)
        #expect(snapshot.unavailable.allSatisfy { $0.state == .notYet && $0.why.isEmpty })
    }

    private var noWindows: [Snapshot.ServerWindow] {
        [10, 60, 300].map { Snapshot.ServerWindow(seconds: $0, hitRate: nil) }
    }

    @Test mutating func lookupsAreInTheirWindows() {
        history.observe(-299, [("hit", "product:1"), ("miss", "odd")])
        history.observe(-50, [("hit", "product:1")])
        history.observe(-5, [("miss", "product:1")])
        history.observe(1, [("miss", "product:1")])  // after T
        let snapshot = history.snapshot()
        let product = snapshot.resource("product")
        #expect(product?.windows.map(\.hits) == [0, 1, 2])
        #expect(product?.windows.map(\.misses) == [1, 1, 1])
        #expect(product?.windows.map(\.hitRate) == [0, 0.5, 2.0 / 3])
        #expect(product?.hits == 2 && product?.misses == 2 && product?.hitRate == 0.5)
        #expect(snapshot.unclassified.misses == 1)
        #expect(snapshot.unclassified.windows.map(\.misses) == [0, 0, 1])
        #expect(snapshot.total.windows.map(\.misses) == [1, 1, 2])
        #expect(snapshot.total.hits == 2 && snapshot.total.misses == 3)
        #expect(snapshot.resource("search")?.hitRate == nil)
    }

    @Test mutating func aWindowCoversWhatWasRead() {
        cover(from: -20)
        #expect(history.snapshot().total.windows.map(\.coveredSeconds) == [10, 20, 20])
        cover(from: 5)
        #expect(history.snapshot().total.windows.map(\.coveredSeconds) == [0, 0, 0])
        cover(from: -4000)
        #expect(history.snapshot().total.windows.map(\.coveredSeconds) == [10, 60, 300])
    }

    @Test func windowsEndOnATenthAndSaySo() {
        #expect(history.snapshot(0.299).takenAt == moment(0.2))
        let odd = history.snapshot(at: start, endpoint: "", intervalSeconds: .nan)
        #expect(odd.intervalSeconds == 0)
    }

    @Test mutating func theMinuteHasSixtySecondsOldestFirst() {
        history.observe(0, [("hit", "product:1")])  // the last millisecond of the newest second
        history.observe(-0.999, [("miss", "product:1")])
        history.observe(-1, [("miss", "product:1")])
        history.observe(-59.999, [("hit", "product:1")])
        history.observe(-60, [("miss", "product:1")])
        let minute = history.snapshot().resource("product")?.minute ?? []
        #expect(minute.count == 60)
        #expect(minute.first == 1 && minute.last == 0.5 && minute[58] == 0)
        #expect(minute[1..<58].allSatisfy { $0 == nil })
        // whole seconds of the clock: half a second later the bars stand where they stood
        #expect(history.snapshot(0.5).resource("product")?.minute == minute)
        #expect(history.snapshot(1).resource("product")?.minute.dropLast() == minute.dropFirst())
    }

    @Test mutating func anEntryAheadOfTimeCostsNoWindow() {
        history.observe(Sample(at: start, monotonicSeconds: 0))
        for second in 0..<300 { history.observe(Double(-second), [("hit", "product:1")]) }
        var feed = TallyFeed()
        feed.entry(
            StreamID(milliseconds: .max, sequence: 0).timestamp, [("miss", "product:1")])
        feed.entry(StreamID(milliseconds: 1, sequence: 0).timestamp, [("miss", "product:1")])
        history.observe(feed.report())
        let window = history.snapshot().resource("product")?.windows.last
        #expect((window?.hits ?? 0) >= 299 && window?.misses == 0)
        #expect(history.snapshot().total.misses == 2)
        history.observe(1, [("hit", "product:1")])
        #expect(history.snapshot(1).resource("product")?.windows.first?.hits == 10)
    }

    /// Ids of a clock that began at 0 fall into rows in use; the server's clock tells them apart.
    @Test mutating func entriesLongPastCostNoWindow() {
        history.observe(Sample(at: start, monotonicSeconds: 0))
        for second in 0..<300 { history.observe(Double(-second), [("hit", "product:1")]) }
        var feed = TallyFeed()
        for bucket in 1...3010 {
            feed.entry(Timestamp(milliseconds: Int64(bucket) * 100), [("hit", "product:1")])
        }
        history.observe(feed.report())
        #expect(history.snapshot().resource("product")?.windows.map(\.hits) == [10, 60, 300])
    }

    @Test mutating func topKeysAreNamedWithTheirResource() {
        history.observe(
            0, [("miss", "odd"), ("n", "5"), ("miss", "product:1"), ("hit", "product:1")])
        let top = history.snapshot().topKeys
        #expect(top.map(\.key) == ["product:1", "odd"])
        #expect(top.map(\.resource) == ["product", nil])
        #expect(top.first?.misses == 5 && top.first?.hits == 5)
        let few = history.snapshot(
            at: start, endpoint: "", intervalSeconds: 1, topKeyLimit: 1)
        #expect(few.topKeys.count == 1)
    }

    @Test mutating func theSourceTellsHowItIsDoing() {
        var report = TallyFeed().report()
        report.status.resets = 1
        report.status.gaps = 2
        report.status.lostEntries = 30
        report.status.dropped = 4
        report.status.lagSeconds = 0.5
        report.status.problem = SourceProblem(.pending, "The stream is missing.")
        report.tally.addUnknown { "later x" }
        var merged = TallyFeed().report()
        merged.tally.addUnknown { "soon x" }
        merged.merge(report)
        history.observe(merged)
        let snapshot = history.snapshot()
        var events = Snapshot.Events(source: "stream:cache:events")
        (events.received, events.unknown, events.resets, events.gaps) = (2, 2, 1, 2)
        (events.understood, events.example) = (0, "later x")
        (events.lostEntries, events.dropped, events.lagSeconds) = (30, 4, 0.5)
        #expect(snapshot.events == events)
        #expect(
            snapshot.unavailable.contains(
                Unavailable(what: "events", why: "The stream is missing.", state: .notYet)))
    }
}
