import Metrics
import Testing

struct TimeBucketsTests {
    private var buckets = TimeBuckets(slots: 2)

    private mutating func hit(_ milliseconds: Int64, slot: Int = 0) {
        let moment = Timestamp(milliseconds: milliseconds)
        let row = buckets.row(at: moment)
        #expect(row == buckets.row(of: TimeBuckets.index(of: moment)))
        #expect(row == buckets.row(at: moment))
        buckets.add(HitCounts(hits: 1), row: row, slot: slot)
    }

    private func hits(to milliseconds: Int64, _ seconds: Int, slot: Int = 0) -> UInt64 {
        buckets.sum(slot: slot, endingAt: milliseconds / 100, seconds: seconds).hits
    }

    @Test(
        arguments: [
            (0, 0), (1, 1), (99, 1), (100, 1), (101, 2), (200, 2), (-1, 0), (-99, 0), (-100, -1),
            (-101, -1), (-199, -1), (-200, -2), (.max / 2, 46_116_860_184_273_880),
        ] as [(Int64, Int64)])
    func aBucketEndsWithItsLastMillisecond(_ milliseconds: Int64, _ bucket: Int64) {
        #expect(TimeBuckets.index(of: Timestamp(milliseconds: milliseconds)) == bucket)
    }

    /// (T − seconds, T], to the millisecond.
    @Test(arguments: [10, 60, 300])
    mutating func aWindowIsOpenBelowAndClosedAbove(_ seconds: Int) {
        let end: Int64 = 1_700_000_000_000
        let begin = end - Int64(seconds) * 1000
        hit(begin)
        #expect(hits(to: end, seconds) == 0)
        hit(begin + 1)
        #expect(hits(to: end, seconds) == 1)
        hit(end)
        #expect(hits(to: end, seconds) == 2)
        hit(end + 1)
        #expect(hits(to: end, seconds) == 2)
        #expect(hits(to: end + 100, seconds) == 2)  // one in, one out
    }

    @Test mutating func slotsAreApart() {
        hit(1000, slot: 0)
        hit(1000, slot: 1)
        hit(1000, slot: 1)
        #expect(hits(to: 1000, 10, slot: 0) == 1 && hits(to: 1000, 10, slot: 1) == 2)
    }

    @Test mutating func nothingIsInTheWindowsOfNothing() {
        #expect(hits(to: 1_700_000_000_000, 300) == 0)
    }

    @Test mutating func entriesOutOfOrderAreInTheirOwnBuckets() {
        for milliseconds in [5000, 1000, 299_900, 3000, 1000] as [Int64] { hit(milliseconds) }
        #expect(hits(to: 1000, 1) == 2)
        #expect(hits(to: 3000, 1) == 1)
        #expect(hits(to: 5000, 1) == 1)
        #expect(hits(to: 300_000, 300) == 5)
    }

    @Test mutating func whatIsOlderThanTheHorizonIsForgotten() {
        hit(1_000_000)
        for step in 1...4000 as ClosedRange<Int64> { hit(1_000_000 + step * 100) }
        #expect(hits(to: 1_000_000, 10) == 0)
        #expect(hits(to: 1_400_000, 300) == 3000)
    }

    /// The id of an entry may be anything; one that is absurd must not cost the windows.
    @Test(
        arguments: [
            0, 1, .max / 2, 1_700_000_400_000, 1_800_000_000_000, 1_699_999_000_000, -.max / 2,
        ] as [Int64])
    mutating func anAbsurdEntryCostsOneBucketAtMost(_ absurd: Int64) {
        let end: Int64 = 1_700_000_000_000
        for step in 0..<3000 as Range<Int64> { hit(end - step * 100) }
        hit(absurd)
        #expect(hits(to: end, 300) >= 2999)
        // and the windows go on, for longer than the ring is round
        for step in 1...3010 as ClosedRange<Int64> { hit(end + step * 100) }
        #expect(hits(to: end + 301_000, 300) == 3000)
    }

    @Test mutating func mergingAddsAndKeepsWhatIsNewer() {
        hit(1000)
        var later = TimeBucketsTests()
        later.hit(1000)
        later.hit(302_000)  // the row of 1000, a turn later
        buckets.merge(later.buckets)
        #expect(hits(to: 302_000, 1) == 1 && hits(to: 1000, 1) == 0)
        later = TimeBucketsTests()
        later.hit(500)
        buckets.merge(later.buckets, from: 6)
        #expect(hits(to: 500, 1) == 0)
        buckets.merge(later.buckets, from: 5)
        #expect(hits(to: 500, 1) == 1)
        buckets.merge(TimeBuckets(slots: 3))
        #expect(hits(to: 302_000, 1) == 1)
    }

    /// A row that was opened and never written must not push out one that was.
    @Test mutating func mergingIgnoresEmptyRows() {
        hit(1000)
        var later = TimeBuckets(slots: 2)
        _ = later.row(of: 10 + 3010)
        buckets.merge(later)
        #expect(hits(to: 1000, 1) == 1)
    }
}
