import Metrics
import Testing

/// The events against the server's own counts.
struct ReconciliationTests {
    private var shop = WatchedShop()

    /// Ten seconds of 40 look-ups of the shop a second, of which `versioned` are searches, and what else the
    /// server counts.
    private mutating func run(
        hits: UInt64 = 0, misses: UInt64 = 0, published: Int = 40, versioned: Int = 0
    ) -> Reconciliation? {
        shop.hits = 1_000_000
        shop.poll()
        for _ in 0..<10 {
            shop.hits = (shop.hits ?? 0) + 40 + hits
            shop.misses += misses
            let events =
                Array(repeating: ("hit", "search:a:v7"), count: versioned)
                + Array(repeating: ("hit", "product:1"), count: published - versioned)
            shop.pass(events)
        }
        shop.status.readUntil = moment(shop.second + 1)
        shop.second += 1
        shop.report()
        return shop.snapshot.reconciliation
    }

    @Test mutating func whatAgreesIsSaid() throws {
        let sums = try #require(run())
        #expect(sums.reading == .agrees && sums.streamHits == 400 && sums.serverHits == 400)
        #expect(sums.difference == 0 && sums.from == start && sums.to == moment(10))
    }

    @Test mutating func theAPIReadsItsCounters() throws {
        let sums = try #require(run(hits: 20, versioned: 20))
        #expect(sums.reading == .counterReads && sums.counterLookups == 200)
        #expect(sums.difference == 200)
    }

    @Test mutating func someLookupsAreNotPublished() throws {
        let sums = try #require(run(published: 20))
        #expect(sums.reading == .unpublishedLookups && sums.difference == 200 && sums.share == 0.5)
    }

    @Test mutating func anotherApplicationReadsHere() throws {
        shop.sweep((0..<9).map { ("product:\($0)", 1000) } + [("session:1", 1000)])
        let sums = try #require(run(hits: 10, misses: 10))
        #expect(sums.reading == .otherApplication && sums.difference == 200)
    }

    @Test mutating func theEventsTellOfMore() throws {
        let sums = try #require(run(published: 80))
        #expect(sums.reading == .answeredElsewhere && sums.difference == -400)
    }

    @Test mutating func theAPIPublishesASample() throws {
        shop.feed.feed.entry(moment(0.5), [("n", "10"), ("hit", "product:1")])
        let sums = try #require(run(published: 60))
        #expect(sums.reading == .sampled)
    }

    /// Watchers' look-ups are none of the shop's.
    @Test mutating func watchersAreSubtracted() throws {
        shop.hits = 1_000_000
        shop.readerCalls = ReaderCalls(all: 500, own: 500)
        shop.poll()
        for _ in 0..<10 {
            shop.hits = (shop.hits ?? 0) + 40 + 30 + 20
            shop.own.hits += 30
            shop.readerCalls = ReaderCalls(
                all: (shop.readerCalls?.all ?? 0) + 50, own: (shop.readerCalls?.own ?? 0) + 30)
            shop.pass(Array(repeating: ("hit", "product:1"), count: 40))
        }
        shop.second += 1
        shop.report()
        let sums = try #require(shop.snapshot.reconciliation)
        #expect(sums.ownLookups == 300 && sums.otherReaders == 200)
        #expect(sums.reading == .agrees && sums.difference == 0)
    }

    @Test mutating func fewLookupsSayNothing() {
        shop.hits = 0
        shop.poll()
        shop.pass([("hit", "product:1")], seconds: 10)
        #expect(shop.snapshot.reconciliation == nil)
    }

    @Test mutating func withoutEventsOrINFOThereIsNone() {
        #expect(run() != nil)
        shop.status.problem = SourceProblem(.lost, "gone")
        shop.report()
        #expect(shop.snapshot.reconciliation == nil)
        var silent = WatchedShop()
        silent.pass([("hit", "product:1")], times: 40, seconds: 10)
        #expect(silent.snapshot.reconciliation == nil)
    }
}
