import Metrics
import Testing

/// Hot keys, stampedes and keys that nobody reads, in traces of which they are known.
struct HotKeyTests {
    private var shop = WatchedShop()

    private func hot(_ key: String) -> HotKey? { shop.snapshot.hotKeys.first { $0.key == key } }

    @Test mutating func allLookupsAreCountedWhileThereAreFew() throws {
        shop.pass([("hit", "product:1"), ("miss", "product:1"), ("hit", "product:2")], times: 5)
        shop.pass(seconds: 3)
        let key = try #require(hot("product:1"))
        #expect(key.lookups == 10 && key.misses == 5 && key.error == 0)
        #expect(abs(key.share - 2.0 / 3) < 1e-9 && key.resource == "product")
        #expect(key.bytes == nil && key.bytesPerSecond == nil)
    }

    @Test mutating func whatAKeyCostsIsItsSizeTimesItsLookups() throws {
        shop.pass([("hit", "product:1")], times: 10, seconds: 10)
        shop.history.observe([
            KeyFact(key: bytes("product:1"), pttl: 1000, bytes: 2048, at: moment(shop.second))
        ])
        let key = try #require(hot("product:1"))
        let rate = try #require(key.lookupsPerSecond)
        #expect(key.bytesPerSecond == rate * 2048 && rate > 5)
    }

    /// One key of ten per cent among 80,000 look-ups that are sampled.
    @Test mutating func aSampleFindsTheShare() throws {
        var random = SplitMix64(seed: 7)
        for second in 0..<20 {
            for _ in 0..<4000 {
                let number = random.next() % 1000
                let key = number < 100 ? "product:hot" : "product:\(number)"
                shop.feed.add([(Double(second), "hit", key)])
            }
        }
        shop.second = 20
        shop.report()
        let key = try #require(hot("product:hot"))
        #expect(key.error > 0 && key.error < 0.02)
        #expect(abs(key.share - 0.1) <= 2 * key.error, "\(key.share) ± \(key.error)")
        #expect(abs(Double(key.lookups) - 8000) < 1600)
    }

    @Test mutating func whatIsLongAgoIsForgotten() {
        shop.pass([("hit", "product:1")], times: 10)
        shop.second = 400
        shop.pass([("hit", "product:2")], times: 10)
        #expect(hot("product:1") == nil && hot("product:2") != nil)
    }

    @Test mutating func keysOfNoResourceAreNamed() {
        shop.pass([("hit", "session:1")], times: 3)
        #expect(hot("session:1")?.resource == nil && hot("session:1")?.share == 1)
    }

    // MARK: Stampedes

    private func row(_ name: String) -> Stampede? {
        shop.snapshot.stampedes.first { $0.resource == name }
    }

    @Test mutating func missesBeforeOneFillAreAStampede() throws {
        shop.feed.add(
            (0..<5).map { (1 + Double($0) * 0.01, "miss", "product:1") } + [
                (1.2, "fill", "product:1"), (1.25, "miss", "product:1"),
            ])
        shop.second = 2
        shop.report()
        let product = try #require(row("product"))
        #expect(product.perMinute == 1 && product.misses == 5)
        #expect(product.minutes.count == 10 && product.minutes.last == 1)
        let example = try #require(product.examples.first)
        #expect(example.key == "product:1" && example.misses == 5 && example.at == moment(1))
        #expect(example.fillSeconds == 0.2)
    }

    @Test mutating func twoMissesAreNone() {
        shop.feed.add([
            (1, "miss", "product:1"), (1.01, "miss", "product:1"), (1.2, "fill", "product:1"),
        ])
        shop.second = 2
        shop.report()
        #expect(row("product")?.perMinute == 0 && row("product")?.examples == [])
    }

    /// A thing that does not exist is asked for and never filled.
    @Test mutating func withoutAFillItIsNone() {
        shop.feed.add((0..<9).map { (1 + Double($0) * 0.01, "miss", "product:404") })
        shop.feed.add([(1.5, "miss", "product:1"), (1.6, "fill", "product:1")])
        shop.second = 2
        shop.report()
        #expect(row("product")?.perMinute == 0)
    }

    @Test mutating func withoutAnyFillNothingIsKnown() {
        shop.feed.add((0..<9).map { (1 + Double($0) * 0.01, "miss", "product:1") })
        shop.second = 2
        shop.report()
        #expect(shop.snapshot.stampedes == [])
    }

    // MARK: Never read

    /// 40 copies that were asked for, of which 10 were hit, and 10 that no event speaks of.
    private mutating func write() {
        let asked = (0..<40).flatMap { [("miss", "product:\($0)"), ("fill", "product:\($0)")] }
        shop.feed.add([(0, "miss", "search:x:v7")])
        shop.second = 61
        for (outcome, key) in asked { shop.feed.add([(61, outcome, key)]) }
        for index in 0..<10 { shop.feed.add([(62, "hit", "product:\(index)")]) }
        shop.second = 95
        shop.feed.add([(95, "miss", "search:x:v7")])
        shop.report()
        shop.poll()
    }

    @Test mutating func copiesThatNobodyReadAreAShare() throws {
        write()
        shop.sweep(
            (0..<40).map { ("product:\($0)", 20_000) } + (0..<10).map { ("product:w\($0)", 20_000) }
        )
        let unread = try #require(shop.snapshot.resource("product")?.neverRead)
        #expect(unread.sampled == 50 && unread.share == 0.8 && unread.unaskedShare == 0.2)
        #expect(unread.bytes == 4000 && unread.error == 0)
    }

    @Test mutating func youngCopiesAreNotCompared() throws {
        write()
        shop.sweep([("product:w1", 40_000), ("product:w2", 20_000), ("product:w3", 90_000)])
        #expect(shop.snapshot.resource("product")?.neverRead?.sampled == 2)
    }

    @Test mutating func beforeOneTTLWasReadNothingIsSaid() {
        shop.feed.add([(0, "miss", "product:1"), (59, "miss", "product:1")])
        shop.second = 59
        shop.report()
        shop.sweep([("product:1", 1000)])
        #expect(shop.snapshot.resource("product")?.neverRead == nil)
        shop.feed.add([(60.1, "miss", "product:1")])
        shop.second = 61
        shop.report()
        shop.sweep([("product:1", 1000)])
        #expect(shop.snapshot.resource("product")?.neverRead?.sampled == 1)
    }

    @Test mutating func deadGenerationsAreNotCompared() {
        shop.poll()
        shop.feed.add([(0, "hit", "search:a:v7"), (61, "hit", "search:a:v7")])
        shop.second = 61
        shop.report()
        shop.sweep([("search:a:v7", 1000), ("search:b:v6", 1000)])
        let unread = shop.snapshot.resource("search")?.neverRead
        #expect(unread?.sampled == 1 && unread?.share == 0)
    }

    /// Of many keys both sides take the same sample.
    @Test mutating func aSampleSaysHowFarItCanBeTrusted() throws {
        shop.feed.add([(0, "miss", "search:x:v7")])
        let keys = (0..<6000).map { "product:\($0)" }
        for (index, key) in keys.enumerated() {
            shop.feed.add([(61, "miss", key), (61, "fill", key)])
            if index % 4 == 0 { shop.feed.add([(61.5, "hit", key)]) }
        }
        shop.second = 90
        shop.report()
        shop.sweep(keys.map { ($0, 20_000) })
        let unread = try #require(shop.snapshot.resource("product")?.neverRead)
        #expect(unread.sampled >= 1000 && unread.sampled < 3000 && unread.error > 0)
        #expect(abs(unread.share - 0.75) <= 1.5 * unread.error, "\(unread.share)")
        let size = try #require(unread.bytes)
        #expect(abs(Double(size) - 450_000) < 30_000)
    }

    @Test func switchedOffThereIsNone() {
        var history = History.standard
        var report = TallyFeed(history.grammar).report()
        report.insight = .off
        history.observe(report)
        let snapshot = history.snapshot()
        #expect(snapshot.hotKeys.isEmpty && snapshot.stampedes.isEmpty)
        let off = Set(snapshot.unavailable.filter { $0.state == .notTold }.map(\.what))
        #expect(off.isSuperset(of: ["hotKeys", "stampedes", "resources[].neverRead"]))
    }
}
