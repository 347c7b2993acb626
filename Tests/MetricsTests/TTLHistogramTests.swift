import Metrics
import Testing

struct TTLHistogramTests {
    @Test func noKeysHaveNoQuantiles() {
        var histogram = TTLHistogram(ttlSeconds: 60)
        #expect(histogram.quantile(0.5) == nil)
        histogram.add(milliseconds: -1)
        #expect(histogram.quantile(0.5) == nil)
        #expect(histogram.sampled == 1 && histogram.withoutExpiry == 1)
        #expect(histogram.overPolicy == 0 && histogram.expiringIn10Seconds == 0)
        #expect(histogram.display.allSatisfy { $0.keys == 0 })
    }

    @Test(
        arguments: [
            (0, true, false), (1, true, false), (10_000, true, false), (10_001, false, false),
            (60_000, false, false), (60_001, false, true), (.max, false, true),
        ] as [(Int64, Bool, Bool)])
    func limitsAreInclusive(_ milliseconds: Int64, _ isExpiring: Bool, _ isOver: Bool) {
        var histogram = TTLHistogram(ttlSeconds: 60)
        histogram.add(milliseconds: milliseconds)
        #expect(histogram.expiringIn10Seconds == (isExpiring ? 1 : 0))
        #expect(histogram.overPolicy == (isOver ? 1 : 0))
        #expect(histogram.display.last?.keys == (isOver ? 1 : 0))
        #expect(histogram.withoutExpiry == 0)
    }

    @Test func tenBucketsUpToThePolicyAndOneBeyond() {
        let buckets = TTLHistogram(ttlSeconds: 30).display
        #expect(buckets.map(\.fromSeconds) == (0...10).map { Double($0) * 3 })
        #expect(buckets.dropLast().map(\.toSeconds) == (1...10).map { Double($0) * 3 })
        #expect(buckets.last?.toSeconds == .some(nil))
    }

    @Test(
        arguments: [
            (1, 0), (3000, 0), (3001, 1), (6000, 1), (15_000, 4), (29_999, 9), (30_000, 9),
            (30_001, 10),
        ] as [(Int64, Int)])
    func aKeyIsShownInItsBucket(_ milliseconds: Int64, _ bucket: Int) {
        var histogram = TTLHistogram(ttlSeconds: 30)
        histogram.add(milliseconds: milliseconds)
        #expect(histogram.display.firstIndex { $0.keys == 1 } == bucket)
    }

    /// Against the exact order: half a per cent of the policy's TTL, 10 % beyond it.
    @Test(arguments: [10, 60, 900], [1, 2, 3] as [UInt64])
    func quantilesAreRightWithinTheirBound(_ ttl: Int, _ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var histogram = TTLHistogram(ttlSeconds: ttl)
        var exact: [Int64] = []
        for _ in 0..<5000 {
            let reach = seed == 1 ? 1 : seed == 2 ? 4 : 500
            let milliseconds = Int64.random(in: 0...Int64(ttl * 1000 * reach), using: &random)
            histogram.add(milliseconds: milliseconds)
            exact.append(milliseconds)
        }
        for _ in 0..<50 { histogram.add(milliseconds: -1) }
        exact.sort()
        for q in [0.001, 0.1, 0.5, 0.9, 0.99, 1] {
            let rank = max(1, Int((q * 5000).rounded(.up)))
            let truth = Double(exact[rank - 1]) / 1000
            let answer = try #require(histogram.quantile(q))
            let bound = truth <= Double(ttl) ? Double(ttl) / 200 : truth / 10
            #expect(answer >= truth - 1e-9 && answer - truth <= bound + 1e-9, "\(q)")
        }
        #expect(histogram.sampled == 5050 && histogram.withoutExpiry == 50)
        #expect(histogram.display.reduce(0) { $0 + $1.keys } == 5000)
        #expect(histogram.overPolicy == exact.count { $0 > Int64(ttl) * 1000 })
    }

    /// Few keys, far apart: a rank rounded down would be another key's.
    @Test(
        arguments: [
            (0.5, 3, 30), (0.9, 3, 60), (0.34, 3, 30), (0.33, 3, 6), (1, 3, 60), (0, 3, 6),
            (0.5, 2, 6), (0.51, 2, 30), (0.9, 1, 6),
        ] as [(Double, Int, Double)])
    func aQuantileIsTheKeyOfTheRankRoundedUp(_ q: Double, _ keys: Int, _ seconds: Double) {
        var histogram = TTLHistogram(ttlSeconds: 60)
        for life in ([6000, 30_000, 60_000] as [Int64]).prefix(keys) {
            histogram.add(milliseconds: life)
        }
        #expect(histogram.quantile(q) == seconds)
    }

    /// Ten minutes are no 10m50s, whatever the buckets beyond the policy say.
    @Test(arguments: [60, 300, 900], [0.5, 0.9, 1])
    func aQuantileNeverExceedsTheLongestLife(_ ttl: Int, _ q: Double) {
        var histogram = TTLHistogram(ttlSeconds: ttl)
        for life in [601_000, 600_000, 599_000] as [Int64] { histogram.add(milliseconds: life) }
        #expect((599...601).contains(histogram.quantile(q) ?? 0))
    }

    @Test func anImpossiblePolicyDoesNotTrap() {
        var histogram = TTLHistogram(ttlSeconds: 0)
        histogram.add(milliseconds: 500)
        #expect(histogram.ttlSeconds == 1 && histogram.display.count == 11)
    }
}
