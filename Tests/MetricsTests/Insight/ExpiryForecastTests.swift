import Metrics
import Testing

/// When copies expire, by the times to live that a sweep has asked.
struct ExpiryForecastTests {
    private var shop = WatchedShop()

    private func row(_ name: String, at seconds: Double = 0) -> ExpiryForecast? {
        shop.history.snapshot(seconds).expiryForecast.first { $0.resource == name }
    }

    @Test mutating func theNextSecondsAreCounted() {
        shop.sweep([("category:a", 5000), ("category:b", 15_000), ("category:c", 59_000)])
        #expect(row("category")?.keysIn10Seconds == 1 && row("category")?.keysIn60Seconds == 3)
        #expect(row("category", at: 10)?.keysIn10Seconds == 1)
        #expect(row("category", at: 10)?.keysIn60Seconds == 2)
        #expect(row("category")?.sampled == 3 && row("category")?.sampledAt == start)
    }

    /// A copy that was filled after the sweep may be among those that expire.
    @Test mutating func whatMayHaveBeenFilledSinceIsNotTold() {
        shop.sweep([("category:a", 280_000)])
        #expect(row("category", at: 240)?.keysIn60Seconds == 1)
        #expect(row("category", at: 241)?.keysIn60Seconds == nil)
        #expect(row("category", at: 271)?.keysIn10Seconds == 1)
        #expect(row("category", at: 291)?.keysIn10Seconds == nil)
        #expect(row("category", at: 301)?.worstSecond == nil)
    }

    @Test mutating func allExpireWithinOneTTL() {
        shop.sweep([("inventory:1", 9000), ("inventory:2", 1), ("inventory:3", -1)])
        #expect(row("inventory", at: 5)?.keysIn10Seconds == 2)
        #expect(row("inventory", at: 5)?.keysIn60Seconds == 2)
    }

    @Test mutating func theWorstSecondIsFound() {
        shop.sweep(
            (0..<30).map { ("category:\($0)", 20_000 + $0) } + [("category:x", 7000)])
        #expect(row("category")?.worstSecond == .init(at: moment(20), keys: 30))
        #expect(row("category", at: 20)?.worstSecond == nil)
    }

    @Test mutating func keysThatExpireTogetherAreAShare() throws {
        shop.sweep(
            (0..<60).map { ("product:\($0)", $0 < 30 ? 20_900 + $0 : 22_000 + $0 * 500) })
        let aligned = try #require(row("product")?.aligned)
        #expect(aligned.share == 0.5 && aligned.at == moment(20))
        #expect(abs(aligned.usualShare - 2.0 / 60) < 1e-9)
    }

    @Test mutating func ofFewKeysNothingIsSaidTogether() {
        shop.sweep((0..<49).map { ("product:\($0)", 20_000) })
        #expect(row("product")?.aligned == nil)
        shop.sweep((0..<50).map { ("product:\($0)", 20_000) })
        #expect(row("product")?.aligned?.share == 1)
    }

    @Test mutating func aPartOfTheKeyspaceIsExtrapolated() {
        var survey = KeyspaceSurvey(policy: .standard, startedAt: start)
        survey.databaseKeys = 200
        for index in 0..<100 {
            survey.add(
                bytes("product:\(index)"), pttl: 5000, bytes: nil, grammar: shop.history.grammar,
                at: start)
        }
        shop.history.observe(survey)
        #expect(row("product")?.keysIn10Seconds == 200)
    }

    @Test mutating func withoutTimesToLiveThereIsNone() {
        var survey = KeyspaceSurvey(policy: .standard, startedAt: start)
        survey.add(
            bytes("product:1"), pttl: nil, bytes: nil, grammar: shop.history.grammar, at: start)
        survey.isComplete = true
        shop.history.observe(survey)
        #expect(row("product") == nil)
    }

    @Test(arguments: [Int64.max, 3_600_000_000, 3_599_999])
    mutating func absurdTimesToLiveDoNoHarm(_ pttl: Int64) {
        shop.sweep((0..<60).map { ("product:\($0)", pttl) })
        #expect(row("product")?.sampled == 60)
        #expect(row("product")?.keysIn10Seconds == 0)
    }
}
