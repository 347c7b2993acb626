import Metrics
import Testing

/// Curves out of the past, against what was noted.
@Suite struct SeriesTests {
    /// Look-ups of each second of a shop: many misses in the first minute of every two.
    private static func lookups(_ second: Int) -> HitCounts {
        let isBad = (second / 60) % 2 == 0
        return HitCounts(hits: isBad ? 10 : 90, misses: isBad ? 90 : 10)
    }

    private static func counts(endingAt second: Int, seconds: Int) -> HitCounts {
        (second - seconds + 1...second).reduce(into: HitCounts()) { $0 += lookups($1) }
    }

    /// A snapshot that knows its own second, or has not measured it.
    private static func snapshot(
        _ second: Double, interval: Double = 1, isMeasured: Bool = true
    ) -> Snapshot {
        var snapshot = Snapshot(
            takenAt: moment(second), endpoint: "redis://cache-1", intervalSeconds: interval,
            source: "stream:cache:events")
        snapshot.resources = [
            ResourceReport(name: "product", policy: .init(CachePolicy.standard.resources[1]))
        ]
        let windows = Window.lengths.map {
            Window(
                seconds: $0, coveredSeconds: isMeasured ? Double($0) : nil,
                counts: isMeasured
                    ? counts(endingAt: Int(second.rounded(.down)), seconds: $0) : HitCounts())
        }
        snapshot.total.windows = windows
        snapshot.resources[0].windows = windows
        snapshot.resources[0].keys = isMeasured ? UInt64(second) : nil
        snapshot.memory.usedBytes = isMeasured ? UInt64(second) : nil
        return snapshot
    }

    private static func past(_ seconds: some Sequence<Double>, interval: Double = 1) -> Past {
        var past = Past()
        for second in seconds { past.note(snapshot(second, interval: interval)) }
        return past
    }

    private static let measures: [Measure] = [
        .usedBytes, .keys(resource: "product"), .hitRate(resource: nil),
        .missesPerSecond(resource: "product"), .lookupsPerSecond(resource: nil),
    ]

    /// Polls come a little later than they are due, and reach over all resolutions.
    @Test(arguments: [0.25, 1, 2, 5, 7, 10, 30, 60])
    func anIntervalMakesNoGap(interval: Double) {
        let times = (0..<Int(10_000 / interval)).map { Double($0) * (interval + 0.003) }
        let past = Self.past(times, interval: interval)
        let last = moment(times.last ?? 0)
        for (seconds, count) in [(60, 60), (600, 113), (1800, 200), (7200, 60), (9000, 90)] {
            for measure in Self.measures {
                let series = past.series(measure, endingAt: last, seconds: seconds, count: count)
                #expect(series.values.count == count)
                let gaps = series.values.indices.filter { series.values[$0] == nil }
                #expect(gaps == [], "\(measure) \(seconds)")
            }
        }
    }

    /// By the rule, written once more: a step has what was measured in it; without a frame what still held.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func gapsAreWhereNothingWasMeasured(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var noted: [(second: Double, isMeasured: Bool)] = []
        var second = 0.0
        while second < 500 {
            noted.append((second, Int.random(in: 0..<5, using: &random) > 0))
            let isLost = Int.random(in: 0..<20, using: &random) == 0
            second += isLost ? Double(Int.random(in: 2...40, using: &random)) : 1
        }
        var past = Past()
        for (second, isMeasured) in noted {
            past.note(Self.snapshot(second, isMeasured: isMeasured))
        }
        let last = noted.last?.second ?? 0
        let step = Double(Int.random(in: 1...3, using: &random))
        let count = Int(300 / step)
        for measure in Self.measures {
            let series = past.series(
                measure, endingAt: moment(last), seconds: Int(step) * count, count: count)
            for (index, value) in series.values.enumerated() {
                let from = series.start.seconds(since: start) + Double(index) * step
                let inside = noted.filter { $0.second > from && $0.second <= from + step }
                let before = noted.last { $0.second <= from }
                let held = before.map { $0.isMeasured && $0.second + 1 > from } ?? false
                let isExpected = inside.isEmpty ? held : inside.contains { $0.isMeasured }
                #expect((value != nil) == isExpected, "\(measure) \(from)")
                guard case .usedBytes = measure, isExpected else { continue }
                #expect(value == inside.last { $0.isMeasured }?.second ?? before?.second)
            }
        }
    }

    /// What was measured before and is only shown on is not measured.
    @Test func aFigureOfAnEarlierMomentIsAGap() {
        var past = Self.past((0...30).map(Double.init))
        for second in 31...60 {
            var snapshot = Self.snapshot(Double(second))
            snapshot.memory.usedBytes = 30
            snapshot.unavailable = [
                Unavailable(what: "memory", why: "NOPERM", state: .asOf, asOf: moment(30))
            ]
            past.note(snapshot)
        }
        let series = past.series(.usedBytes, endingAt: moment(60), seconds: 60, count: 60)
        #expect(series.values.compactMap(\.self) == (1...30).map(Double.init))
        let rates = past.series(
            .hitRate(resource: nil), endingAt: moment(60), seconds: 60, count: 60)
        #expect(rates.values.allSatisfy { $0 != nil })
    }

    /// Steps of two minutes: each has one of 10 % and one of 90 %.
    @Test(arguments: [1200, 3600, 14_400])
    func aLongStepSumsLookUps(seconds: Int) {
        let past = Self.past((0...15_000).map(Double.init))
        let end = moment(15_000)
        let rates = past.series(
            .hitRate(resource: "product"), endingAt: end, seconds: seconds, count: seconds / 120)
        // The newest step has only begun.
        for rate in rates.values.dropLast() {
            #expect(rate.map { abs($0 - 0.5) < 0.01 } == true)
        }
        let all = past.series(
            .lookupsPerSecond(resource: nil), endingAt: end, seconds: seconds,
            count: seconds / 120)
        #expect(all.values.allSatisfy { $0 == 100 })
        let misses = past.series(
            .missesPerSecond(resource: nil), endingAt: end, seconds: seconds,
            count: seconds / 120)
        for rate in misses.values.dropLast() {
            #expect(rate.map { abs($0 - 50) < 1 } == true)
        }
    }

    /// Steps of ten seconds out of frames of every second: each look-up once.
    @Test func windowsThatOverlapCountOnce() {
        let past = Self.past((0...600).map(Double.init))
        let series = past.series(
            .hitRate(resource: nil), endingAt: moment(600), seconds: 400, count: 40)
        for (index, rate) in series.values.enumerated() {
            let end = Int(series.start.seconds(since: start)) + (index + 1) * 10
            #expect(rate == Self.counts(endingAt: min(end, 600), seconds: 10).hitRate)
        }
    }

    /// The look-ups of a step decide, not its newest frame.
    @Test func aQuietEndWeighsLittle() {
        var past = Past()
        for second in stride(from: 9, through: 599, by: 10) {
            var snapshot = Self.snapshot(Double(second))
            let isQuiet = second % 60 >= 50
            let counts = HitCounts(hits: isQuiet ? 1 : 0, misses: isQuiet ? 0 : 199)
            snapshot.total.windows[0] = Window(seconds: 10, coveredSeconds: 10, counts: counts)
            past.note(snapshot)
        }
        let series = past.series(
            .hitRate(resource: nil), endingAt: moment(599), seconds: 1200, count: 20)
        // Minutes of the clock begin 40 s after the start.
        let whole = series.values.compactMap(\.self).dropFirst().dropLast()
        #expect(whole.count >= 7 && whole.allSatisfy { abs($0 - 1.0 / 996) < 1e-6 })
    }

    @Test(arguments: [(60, 7), (600, 600), (3600, 113), (7200, 60), (86_400, 120)])
    func theNewestStepIsNotEmpty(seconds: Int, count: Int) {
        let past = Self.past((0...1000).map { Double($0) + 0.217 })
        for second in 900...1000 {
            let end = moment(Double(second) + 0.217)
            for measure in Self.measures {
                let series = past.series(measure, endingAt: end, seconds: seconds, count: count)
                #expect(series.values.last != .some(nil), "\(second)")
                #expect(
                    series.end >= end && series.end < end.adding(seconds: series.stepSeconds + 0.01)
                )
            }
        }
    }

    /// A step includes its end and not its beginning.
    @Test func borders() {
        let past = Self.past([0, 10, 20].map(Double.init), interval: 0.5)
        let series = past.series(.usedBytes, endingAt: moment(20), seconds: 20, count: 20)
        #expect(series.end == moment(20))
        #expect(series.values[9] == 10 && series.values[19] == 20)
        // The first begins with what still held.
        #expect(series.values[0] == 0)
        #expect(series.values.compactMap(\.self).count == 4)
    }

    /// Of a moment of the past, and where the finest resolution does not reach back.
    @Test func whatOnlyACoarserRingHasIsShown() {
        let past = Self.past((0...20_000).map(Double.init))
        for (end, seconds, count) in [
            (20_000, 900, 90), (19_500, 300, 60), (13_000, 600, 60), (9000, 600, 60),
            (13_500, 3600, 60), (20_000, 18_000, 100),
        ] {
            let series = past.series(
                .usedBytes, endingAt: moment(Double(end)), seconds: seconds, count: count)
            #expect(series.values.allSatisfy { $0 != nil }, "\(end) \(seconds)")
            let numbers = series.values.compactMap(\.self)
            #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 <= $1 })
            // Nothing later than the moment.
            #expect(numbers.allSatisfy { $0 <= Double(end) })
            let first = series.start.seconds(since: start)
            #expect(
                numbers.first.map { $0 > first - 61 && $0 <= first + series.stepSeconds } == true)
        }
        // Within ten minutes every second is there.
        let fine = past.series(.usedBytes, endingAt: moment(19_990), seconds: 60, count: 60)
        #expect(fine.values.compactMap(\.self) == (19_931...19_990).map(Double.init))
    }

    /// As time goes on, only the newest step changes.
    @Test func stepsStandStill() {
        var past = Self.past((0..<900).map(Double.init))
        func series(_ second: Int) -> Series {
            past.series(
                .hitRate(resource: nil), endingAt: moment(Double(second)), seconds: 300, count: 31)
        }
        var before = series(899)
        for second in 900..<960 {
            past.note(Self.snapshot(Double(second)))
            let now = series(second)
            if now.end == before.end {
                #expect(now.values.dropLast() == before.values.dropLast())
            } else {
                #expect(now.values.dropLast().dropLast() == before.values.dropFirst().dropLast())
            }
            before = now
        }
    }

    @Test func withoutLookUpsThereIsNoRate() {
        var past = Past()
        for second in 0...20 {
            var snapshot = Self.snapshot(Double(second))
            snapshot.total.windows = Window.lengths.map {
                Window(seconds: $0, coveredSeconds: Double($0), counts: HitCounts())
            }
            past.note(snapshot)
        }
        func values(_ measure: Measure) -> [Double?] {
            past.series(measure, endingAt: moment(20), seconds: 10, count: 10).values
        }
        #expect(values(.hitRate(resource: nil)).allSatisfy { $0 == nil })
        #expect(values(.missesPerSecond(resource: nil)).allSatisfy { $0 == 0 })
        #expect(values(.hitRate(resource: "nonesuch")).allSatisfy { $0 == nil })
        #expect(Past().series(.usedBytes, endingAt: start, seconds: 10, count: 10).isEmpty)
    }
}
