import Metrics
import Testing

struct FormatTests {
    @Test(
        arguments: [
            (nil, "-"), (.nan, "-"), (.infinity, "-"), (-.infinity, "-"), (1e300, "-"),
            (0, "0%"), (-0.1, "0%"), (1e-9, "<0.1%"), (0.000_999, "<0.1%"), (0.001, "0.1%"),
            (0.912, "91.2%"), (0.5, "50.0%"), (0.9994, "99.9%"), (0.9995, "99.9%"),
            (Double(0.9995).nextDown, "99.9%"), (Double(1).nextDown, "99.9%"), (1, "100%"),
            (1.13, "113.0%"),
        ] as [(Double?, String)])
    func percentIsAllOrNoneOnlyWhenItIs(_ ratio: Double?, _ text: String) {
        #expect(Format.percent(ratio) == text)
    }

    @Test func noRatioBetweenRoundsToAllOrNone() {
        for step in 1..<100_000 {
            let text = Format.percent(Double(step) / 100_000)
            #expect(!text.hasPrefix("100") && text != "0%" && text != "0.0%")
        }
    }

    @Test(
        arguments: [
            (nil, "-"), (0, "0 B"), (999, "999 B"), (1000, "0.98 KiB"), (1024, "1.00 KiB"),
            (10_234, "9.99 KiB"), (10_235, "10.0 KiB"), (102_348, "99.9 KiB"),
            (102_349, "100 KiB"), (1_023_487, "999 KiB"), (1_023_488, "0.98 MiB"),
            (1 << 20, "1.00 MiB"), (1_524_713_390, "1.42 GiB"), (1 << 50, "1.00 PiB"),
            (.max, "16384 PiB"),
        ] as [(UInt64?, String)])
    func bytesHaveThreeDigits(_ count: UInt64?, _ text: String) {
        #expect(Format.bytes(count) == text)
    }

    @Test(
        arguments: [
            (0, "0"), (999, "999"), (1000, "1,000"), (12_040, "12,040"), (100_000, "100,000"),
            (.max, "18,446,744,073,709,551,615"),
        ] as [(UInt64, String)])
    func groupedShowsEveryDigit(_ number: UInt64, _ text: String) {
        #expect(Format.grouped(number) == text)
    }

    @Test(
        arguments: [
            (nil, "-"), (0, "0"), (9999, "9999"), (10_000, "10.0k"), (12_149, "12.1k"),
            (99_949, "99.9k"), (99_950, "100k"), (999_499, "999k"), (999_500, "1.0M"),
            (99_950_000, "100M"), (999_500_000, "1.0G"), (.max, "18446744074G"),
        ] as [(UInt64?, String)])
    func countsChangeUnitWhereTheyRound(_ count: UInt64?, _ text: String) {
        #expect(Format.count(count) == text)
        if count != nil { #expect(Format.count(count, estimated: true) == "~" + text) }
    }

    @Test(
        arguments: [
            (nil, "-"), (.nan, "-"), (.infinity, "-"), (-1, "-"), (0, "0"), (0.001, "<0.1"),
            (0.05, "0.1"), (0.3, "0.3"), (9.949, "9.9"), (9.95, "10"), (41.4, "41"),
            (2104, "2104"), (9999.4, "9999"), (9999.5, "10.0k"), (12_100, "12.1k"),
            (1e300, "1000000000G"),
        ] as [(Double?, String)])
    func ratesThatAreNotZeroDoNotReadZero(_ rate: Double?, _ text: String) {
        #expect(Format.rate(rate) == text)
    }

    @Test(
        arguments: [
            (nil, "-"), (.nan, "-"), (.infinity, "-"), (-1, "-"), (0, "0 ms"),
            (0.000_01, "<0.1 ms"), (0.000_05, "0.1 ms"), (0.009_4, "9.4 ms"), (0.0095, "10 ms"),
            (0.041, "41 ms"), (0.9994, "999 ms"), (0.9995, "1.0 s"), (1.25, "1.3 s"),
            (99.4, "99.4 s"), (99.5, "1m40s"), (3725, "1h02m"), (1e300, "-"),
        ] as [(Double?, String)])
    func durationsChangeUnitWhereTheyRound(_ seconds: Double?, _ text: String) {
        #expect(Format.duration(seconds) == text)
    }

    @Test(
        arguments: [
            (nil, "-"), (.nan, "-"), (-1, "-"), (1e300, "-"), (0, "0s"), (0.4, "<1s"),
            (0.5, "1s"), (59.4, "59s"), (59.5, "1m"), (125, "2m05s"), (3599.4, "59m59s"),
            (3599.5, "1h"), (11_520, "3h12m"), (86_399.4, "23h59m"), (86_399.5, "1d"),
            (1_047_600, "12d3h"), (864_000, "10d"),
        ] as [(Double?, String)])
    func spansHaveTwoUnitsAtMost(_ seconds: Double?, _ text: String) {
        #expect(Format.span(seconds) == text)
    }

    @Test(
        arguments: [
            (nil, 60, "-"), (.nan, 60, "-"), (3.4, 10, "3.4s"), (8, 10, "8s"), (26.4, 30, "26s"),
            (99.6, 30, "1m40"), (600, 30, "10m00"), (29, 60, "0m29"), (0, 60, "0m00"),
            (896, 900, "14m56"), (5999, 900, "99m59"), (7500, 900, "2h05"), (3900, 3600, "1h05"),
            (30, 3600, "0m30"), (86_400, 86_400, "24h00"), (190_800, 86_400, "2d5h"),
            (1e300, 60, "-"),
        ] as [(Double?, Int, String)])
    func aLifeHasTheUnitOfItsTTL(_ seconds: Double?, _ ttl: Int, _ text: String) {
        #expect(Format.life(seconds, ofTTL: ttl) == text)
    }

    @Test(
        arguments: [
            (1.25, 1, "1.3"), (-1.25, 1, "-1.3"), (-0.04, 1, "0.0"), (2, 0, "2"), (0.05, 2, "0.05"),
            (.nan, 1, "-"), (1e15, 6, "-"), (.greatestFiniteMagnitude, 0, "-"), (1, 400, "-"),
            (1, -1, "1"),
        ] as [(Double, Int, String)])
    func decimalsNeverTrap(_ value: Double, _ places: Int, _ text: String) {
        #expect(Format.decimal(value, places: places) == text)
    }
}
