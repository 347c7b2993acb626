import Metrics
import Testing

struct RateTests {
    @Test(
        arguments: [
            (100, 150, 10, 5), (7, 7, 1, 0),
            (150, 100, 10, nil),  // a restart or CONFIG RESETSTAT
            (nil, 100, 10, nil), (100, nil, 10, nil),  // a reading is missing
            (100, 150, 0, nil), (100, 150, -1, nil), (100, 150, .nan, nil), (0, 1, .infinity, nil),
            (0, .max, .leastNonzeroMagnitude, nil),
        ] as [(UInt64?, UInt64?, Double, Double?)])
    func aRateNeedsTwoReadingsAndTime(
        _ old: UInt64?, _ new: UInt64?, _ seconds: Double, _ rate: Double?
    ) {
        #expect(Rate.perSecond(from: old, to: new, seconds: seconds) == rate)
    }

    @Test(arguments: [Double.nan, .infinity, -1])
    func whatIsNoAmountHasNoRate(_ amount: Double) {
        #expect(Rate.perSecond(amount, seconds: 1) == nil)
    }
}

struct HitCountsTests {
    @Test func withoutLookupsThereIsNoHitRate() {
        #expect(HitCounts().hitRate == nil)
        #expect(HitCounts(hits: 0, misses: 2).hitRate == 0)
        #expect(HitCounts(hits: 3, misses: 1).hitRate == 0.75)
    }

    @Test func sumsSaturate() {
        var sum = HitCounts(hits: .max - 1, misses: 1)
        sum += HitCounts(hits: 5, misses: .max)
        #expect(sum == HitCounts(hits: .max, misses: .max))
        #expect(sum.lookups == .max)
        #expect(sum.hitRate.map { $0 <= 1 } == true)
    }

    @Test func aServerMayClaimAnyNumberOfLostEntries() {
        var status = EventStatus(source: "")
        for _ in 1...3 { status.noteGap(of: UInt64(Int64.max)) }
        #expect(status.gaps == 3 && status.lostEntries == .max)
    }

    @Test(
        arguments: [
            (-1, 0), (.nan, 0), (0.4, 0), (1.6, 2), (1.8446744073709552e19, .max),
            (.infinity, .max), (-.infinity, 0), (3e30, .max),
        ] as [(Double, UInt64)])
    func aDoubleBecomesTheNearestNumber(_ value: Double, _ number: UInt64) {
        #expect(UInt64(saturating: value) == number)
    }

    @Test func aWindowDividesByWhatItCovers() {
        let counts = HitCounts(hits: 30, misses: 10)
        #expect(Window(seconds: 60, coveredSeconds: 20, counts: counts).lookupsPerSecond == 2)
        #expect(Window(seconds: 60, coveredSeconds: 0, counts: counts).lookupsPerSecond == nil)
        #expect(Window(seconds: 60, coveredSeconds: nil, counts: counts).lookupsPerSecond == nil)
        #expect(Window(seconds: 60, coveredSeconds: 20, counts: counts).hitRate == 0.75)
        #expect(Window(seconds: 60, coveredSeconds: 20, counts: HitCounts()).hitRate == nil)
    }
}
