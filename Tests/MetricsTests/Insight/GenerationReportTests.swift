import Metrics
import Testing

struct GenerationReportTests {
    private var shop = WatchedShop()

    private var search: GenerationReport? {
        shop.snapshot.generations.first { $0.counter == "version:search" }
    }

    @Test mutating func keysAreLiveDeadOrAbove() throws {
        shop.poll()
        shop.sweep([
            ("search:a:v7", 9000), ("search:b:v7", 4000), ("search:c:v6", 2000),
            ("search:d:v5", -1), ("search:e:v8", 1000), ("search:f", 1000),
        ])
        let row = try #require(search)
        #expect(row.resources == ["search"] && row.value == 7)
        #expect(row.live?.keys == 2 && row.live?.bytes == 200 && row.live?.goneInSeconds == 9)
        #expect(row.dead?.keys == 2 && row.dead?.withoutExpiry == 1)
        #expect(row.dead?.goneInSeconds == nil)
        #expect(row.above?.keys == 1 && row.unversionedKeys == 1)
        #expect(row.found.map(\.generation) == [8, 7, 6, 5])
        shop.second = 3
        shop.poll()
        #expect(search?.dead?.keys == 1 && search?.above?.keys == 0)
        #expect(search?.found.map(\.generation) == [7, 5])
    }

    @Test mutating func withoutACounterNothingIsLiveOrDead() throws {
        shop.counters = [.absent, .absent]
        shop.poll()
        shop.sweep([("search:a:v7", 9000)])
        let row = try #require(search)
        #expect(row.value == nil && row.live == nil && row.dead == nil && row.above == nil)
        #expect(row.found.map(\.keys) == [1])
    }

    @Test mutating func beforeASweepNothingIsKnown() {
        shop.poll()
        #expect(search?.live == nil && search?.unversionedKeys == nil && search?.value == 7)
    }

    /// Search lives 30 s: raised every 10 s is a storm, every 20 s is none.
    @Test(arguments: [(10, true), (14, true), (20, false)])
    mutating func aStormIsTwoRaisesInATTL(_ seconds: Int, _ isStorm: Bool) {
        shop.poll()
        for raise in 1...5 {
            shop.counters[0] = .value(7 + Int64(raise))
            shop.pass(seconds: seconds)
        }
        #expect(search?.isStorm == isStorm && search?.raiseSeconds == Double(seconds))
    }

    @Test mutating func fourRaisesAreNoStorm() {
        shop.poll()
        for raise in 1...4 {
            shop.counters[0] = .value(7 + Int64(raise))
            shop.pass()
        }
        #expect(search?.isStorm == nil && search?.raiseSeconds == nil)
    }

    /// A snapshot sees the raises that the stream tells of.
    @Test mutating func raisesAreCountedByTheEvents() {
        for second in 0..<6 {
            shop.feed.add([(Double(second * 5), "bump", "version:search")])
        }
        shop.second = 26
        shop.report()
        shop.poll()
        #expect(search?.isStorm == true && search?.raiseSeconds == 5)
    }
}
