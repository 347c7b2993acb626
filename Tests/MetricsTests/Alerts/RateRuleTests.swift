import Testing

@testable import Metrics

/// Rules over hit rates: enough look-ups, outside their interval, against a bound and against the usual.
struct RateRuleTests {
    private static let usual: @Sendable (inout Snapshot) -> Void = {
        $0.change("product") { $0.usual = 0.94 }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var hits: UInt64
        var misses: UInt64
        var holds: Bool
        var testDescription: String { "\(hits) hits, \(misses) misses" }
    }

    private func snapshot(_ test: Case, usual: Double?) -> Snapshot {
        var snapshot = History.standard.snapshot()
        snapshot.change("product") {
            $0.usual = usual
            $0.windows = [
                Window(
                    seconds: 60, coveredSeconds: 60,
                    counts: HitCounts(hits: test.hits, misses: test.misses))
            ]
        }
        return snapshot
    }

    private func alerts(
        _ rule: AlertRule, _ snapshot: Snapshot, _ own: AlertSettings.Rule? = nil
    ) -> [Alert] {
        var facts = AlertFacts(snapshot: snapshot)
        facts.settings.rules[rule.name] = own
        return facts.alerts(of: [rule])
    }

    @Test(arguments: [
        Case(hits: 0, misses: 199, holds: false), Case(hits: 0, misses: 200, holds: true),
        // 83 % of 200 may be 87 %.
        Case(hits: 166, misses: 34, holds: false), Case(hits: 8300, misses: 1700, holds: true),
        Case(hits: 8500, misses: 1500, holds: false),
    ])
    func belowABound(test: Case) {
        var own = AlertSettings.Rule()
        own.ofResource = ["below": ["product": 0.85]]
        let found = alerts(.hitRateLow, snapshot(test, usual: nil), own)
        #expect(found.map(\.subject) == (test.holds ? ["product"] : []))
        #expect(found.allSatisfy { $0.threshold == 0.85 })
        // Without a bound it is off.
        #expect(alerts(.hitRateLow, snapshot(test, usual: nil)).isEmpty)
    }

    @Test(arguments: [
        Case(hits: 8300, misses: 1700, holds: true), Case(hits: 8400, misses: 1600, holds: false),
        Case(hits: 100, misses: 99, holds: false),
    ])
    func belowItsUsual(test: Case) {
        let found = alerts(.hitRateUnusual, snapshot(test, usual: 0.94))
        #expect(found.map(\.subject) == (test.holds ? ["product"] : []))
        #expect(alerts(.hitRateUnusual, snapshot(test, usual: nil)).isEmpty)
        var own = AlertSettings.Rule()
        own.numbers["points"] = 0.3
        #expect(alerts(.hitRateUnusual, snapshot(test, usual: 0.94), own).isEmpty)
        own.isOn = false
        #expect(alerts(.hitRateUnusual, snapshot(test, usual: 0.94), own).isEmpty)
    }

    /// What follows a purge is the other rule's.
    @Test func aDropThatIsExplainedIsNotUnusual() {
        var made = snapshot(Case(hits: 500, misses: 500, holds: true), usual: 0.94)
        var record = InvalidationRecord(
            at: moment(-30), scope: "product 1", by: nil, via: .redis, outcome: .done, message: "",
            resources: ["product", "inventory"])
        record.aftermath = Aftermath(hitRateBefore: 0.9, hitRateLowest: 0.4, hitRateNow: 0.5)
        made.invalidations = [record]
        #expect(alerts(.hitRateDropped, made).count == 1)
        #expect(alerts(.hitRateUnusual, made).isEmpty)
    }

    /// A listener removes other resources each time: what they share is told once, by the largest drop.
    @Test func purgesThatShareAResourceAreOneAlert() {
        var made = snapshot(Case(hits: 500, misses: 500, holds: true), usual: 0.94)
        let sets = [["product"], ["product", "category"], ["facets", "product"]]
        made.invalidations = sets.enumerated().map { index, resources in
            var record = InvalidationRecord(
                at: moment(-30), scope: "purge \(index)", by: nil, via: .redis, outcome: .done,
                message: "", resources: resources)
            let now = 0.8 - Double(index) / 10
            record.aftermath = Aftermath(hitRateBefore: 0.9, hitRateLowest: now, hitRateNow: now)
            return record
        }
        let subjects = alerts(.hitRateDropped, made).map(\.subject)
        #expect(subjects == ["facets, product"])
    }

    /// The example of Agresti and Coull (1998): 0 of 10.
    @Test func theIntervalIsWilsons() throws {
        let none = try #require(HitCounts(hits: 0, misses: 10).rateInterval)
        #expect(none.lowerBound == 0 && abs(none.upperBound - 0.2775) < 0.001)
        #expect(HitCounts().rateInterval == nil)
        let half = try #require(HitCounts(hits: 50, misses: 50).rateInterval)
        #expect(abs(half.lowerBound - 0.4038) < 0.001 && abs(half.upperBound - 0.5962) < 0.001)
    }
}

/// The median of the last hour's minutes.
struct UsualRateTests {
    /// A minute of look-ups of the first slot, at its 30th second.
    private func buckets(_ rates: [Double?]) -> TimeBuckets {
        var buckets = TimeBuckets(slots: 2)
        for (minute, rate) in rates.enumerated() {
            guard let rate else { continue }
            let row = buckets.row(of: TimeBuckets.index(of: at(minute).adding(seconds: 30)))
            let hits = UInt64((rate * 1000).rounded())
            buckets.add(HitCounts(hits: hits, misses: 1000 - hits), row: row, slot: 0)
        }
        return buckets
    }

    /// The beginning of a minute of the clock.
    private func at(_ minute: Int) -> Timestamp {
        Timestamp(milliseconds: (start.milliseconds / 60_000 + Int64(minute)) * 60_000)
    }

    private func usual(_ rates: [Double?]) -> UsualRates {
        var usual = UsualRates(slots: 2)
        for minute in 1...rates.count {
            usual.settle(
                at: at(minute).adding(seconds: 3), from: buckets(Array(rates.prefix(minute))),
                coveredFrom: at(0))
        }
        return usual
    }

    @Test func tenMinutesAreNeeded() {
        #expect(usual(Array(repeating: 0.9, count: 9)).rate(slot: 0, at: at(9)) == nil)
        #expect(usual(Array(repeating: 0.9, count: 10)).rate(slot: 0, at: at(10)) == 0.9)
        #expect(usual(Array(repeating: 0.9, count: 10)).rate(slot: 1, at: at(10)) == nil)
        #expect(usual(Array(repeating: nil, count: 20)).rate(slot: 0, at: at(20)) == nil)
    }

    /// A quarter of an hour of trouble does not move it; after most of an hour it is usual.
    @Test func troubleIsNotUsualAtOnce() {
        let rates = Array(repeating: 0.9, count: 40) + Array(repeating: 0.4, count: 15)
        #expect(usual(rates).rate(slot: 0, at: at(55)) == 0.9)
        let long = Array(repeating: 0.9, count: 40) + Array(repeating: 0.4, count: 45)
        #expect(usual(long).rate(slot: 0, at: at(85)) == 0.4)
        // Nothing is known of an hour ago.
        #expect(usual(rates).rate(slot: 0, at: at(200)) == nil)
    }

    @Test func whatTheStreamStillHadComesFirst() {
        var hour = StreamHour(
            buckets: StreamHour.buckets(slots: 2), from: at(0), end: at(30), isOver: true)
        for minute in 0..<30 {
            let second = hour.buckets.index(of: at(minute).adding(seconds: 30))
            hour.buckets.add(
                HitCounts(hits: 80, misses: 20), row: hour.buckets.row(of: second), slot: 0)
        }
        var usual = UsualRates(slots: 2)
        usual.fill(hour)
        #expect(usual.rate(slot: 0, at: at(30)) == 0.8 && usual.minutes.count == 30)
        usual.fill(hour)
        #expect(usual.minutes.count == 30)
    }
}
