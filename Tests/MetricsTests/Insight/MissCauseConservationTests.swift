import Metrics
import Testing

/// The causes add up to the misses, whatever comes; and of a cache whose causes are known they are those.
struct MissCauseConservationTests {
    private static let resources = ["search", "product", "inventory", "facets", "category"]

    /// Random events without any sense, with little room, sampled or not, and reports in between.
    @Test(arguments: 0..<20)
    func causesAddUpToTheMisses(_ seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        var feed = InsightFeed(capacity: seed % 2 == 0 ? 64 : 65_536, isWhole: seed % 3 == 0)
        var seconds = 0.0
        for step in 0..<1000 {
            seconds += Double.random(in: -0.2...2, using: &random)
            let id = Int.random(in: 0..<300, using: &random)
            let generation = Int.random(in: 1...4, using: &random)
            let keys = [
                "search:q\(id):v\(generation)", "search:q\(id)", "product:\(id)",
                "inventory:\(id)", "facets:\(id % 9)", "category:c\(id % 9):\(id):v\(generation)",
            ]
            let key = keys.randomElement(using: &random) ?? ""
            switch Int.random(in: 0..<40, using: &random) {
            case 0: feed.add([(seconds, "bump", "version:search")])
            case 1: feed.add([(seconds, "purge-glob", ["product:*", "facets:?", "*"][id % 3])])
            case 2:
                // A burst of misses, and what explains them 60 ms later.
                let burst = (0..<200).map { "product:\($0)" }
                for key in burst { feed.add([(seconds, "miss", key)]) }
                feed.feed.entry(moment(seconds + 0.06), burst.map { ("purge", $0) })
            case 3..<6: feed.add([(seconds, "purge", key)])
            case 6..<16: feed.add([(seconds, "miss", key)])
            case 16..<24: feed.add([(seconds, "miss", key), (seconds + 0.01, "fill", key)])
            case 24..<28: feed.add([(seconds, "fill", key)])
            case 28: feed.feed.tally.insight?.noteGap(before: moment(seconds))
            default: feed.add([(seconds, "hit", key)])
            }
            guard step % 40 == 0 else { continue }
            for resource in Self.resources {
                try #require(feed.causes(resource)?.sum == feed.misses(resource))
            }
        }
        #expect(
            Self.resources.allSatisfy {
                feed.misses($0) > 0 && feed.causes($0)?.sum == feed.misses($0)
            })
    }

    /// The patterns and bumps that are asked for late find what eager bookkeeping finds.
    @Test(arguments: 0..<12)
    func ofACacheWithKnownCausesTheyAreThose(_ seed: Int) {
        var cache = TrueCache(seed: UInt64(seed), lineages: 60 + 40 * seed)
        for _ in 0..<4000 { cache.step() }
        var feed = InsightFeed()
        feed.add([(-1, "fill", "trending:products")])
        feed.add(cache.events)
        for (resource, causes) in cache.causes {
            for cause in MissCause.allCases {
                #expect(
                    feed.causes(resource)?[cause] == UInt64(causes[cause] ?? 0),
                    "\(resource) \(cause)")
            }
        }
    }

    /// A sample's shares are within the stated error of the true ones, nearly always.
    @Test func aSampleIsRightWithinItsError() {
        var (inside, all, widest) = (0, 0, 0.0)
        for seed in 0..<6 {
            var cache = TrueCache(seed: UInt64(1000 + seed), lineages: 6000)
            for _ in 0..<15_000 { cache.step(seconds: 0.004...0.04) }
            var feed = InsightFeed(capacity: 1024)
            feed.add([(-1, "fill", "trending:products")])
            feed.add(cache.events)
            for (resource, causes) in cache.causes {
                guard let found = feed.causes(resource), let error = found.error, error > 0 else {
                    continue
                }
                let misses = Double(feed.misses(resource))
                widest = max(widest, error)
                #expect(found.sampled < feed.misses(resource))
                for cause in MissCause.allCases {
                    all += 1
                    let gap = (Double(found[cause]) - Double(causes[cause] ?? 0)) / misses
                    if abs(gap) <= error { inside += 1 }
                }
            }
        }
        #expect(all > 60 && Double(inside) >= 0.93 * Double(all), "\(inside) of \(all)")
        #expect(widest < 0.1, "\(widest)")
    }
}
