import Testing

@testable import Metrics

/// A counter and the keys that should carry its value, in shops of which it is known what is wrong.
struct DriftTests {
    private var shop = WatchedShop()

    private func found(_ resource: String?) -> [Drift] {
        shop.drift.filter { $0.resource == resource }
    }

    private mutating func settle() {
        shop.poll()
        shop.pass([("hit", "search:a:v7")], times: 10, seconds: 10)
    }

    @Test mutating func keysThatFollowTheirCounterAreNoDrift() {
        settle()
        shop.counters[0] = .value(8)
        shop.pass([("hit", "search:a:v8")], times: 10, seconds: 20)
        #expect(shop.drift == [])
    }

    @Test mutating func theAPIKeepsAnOldCounter() throws {
        settle()
        shop.counters[0] = .value(8)
        shop.pass([("hit", "search:a:v7")], times: 10, seconds: 10)
        let drift = try #require(found("search").first)
        #expect(drift.kind == .currentNeverAppears && drift.cause == .apiCachesCounter)
        #expect(drift.value == 8 && drift.generation == 7 && drift.share == 1)
        #expect((drift.lookups ?? 0) >= 20 && drift.since == moment(11))
        #expect(drift.message.contains("no key of search carries v8"))
    }

    /// The sentence of the drift, of its finding and of its alert say the same at each moment, none of them a number
    /// that the next raise makes wrong; and all are over once the counter has come to what they say.
    @Test mutating func whatIsAdvisedIsTrueWhileItIsShown() throws {
        settle()
        // Another one that stays gone.
        shop.counters[1] = .absent
        for value in [2, 3, 4, 5, 6, 7, 8, 9] as [Int64] {
            shop.counters[0] = .value(value)
            for _ in 0..<5 {
                shop.pass([("hit", "search:b:v\(value)")], times: 2, seconds: 1)
                shop.history.note(alertsOf: shop.snapshot, at: shop.snapshot.takenAt)
                let snapshot = shop.snapshot
                let drift = snapshot.drift.first {
                    $0.kind == .counterWentBack && $0.counter == "version:search"
                }
                #expect((drift == nil) == (value >= 7), "\(value)")
                let alert = snapshot.alert(.counterDrift, of: "version:search")
                guard value < 8 else {
                    #expect(alert == nil, "\(value)")
                    continue
                }
                guard let drift else { continue }
                #expect(alert?.message == "\(drift.message) \(drift.advice)")
                #expect(alert?.message.contains("Set version:search to 8") == true)
                #expect(alert?.value == Double(value) && alert?.threshold == 8)
                #expect(!drift.message.contains(" \(value)"), "\(drift.message)")
                let finding = snapshot.findings.first {
                    $0.rule == "counterDrift" && $0.subject == "version:search"
                }
                #expect(finding?.message == drift.message && finding?.advice == drift.advice)
            }
        }
    }

    @Test mutating func tooFewLookupsSayNothing() {
        settle()
        shop.counters[0] = .value(8)
        shop.pass([("hit", "search:a:v7")], times: 2, seconds: 8)
        #expect(shop.drift == [])
    }

    @Test mutating func aNewValueHasTwoSecondsToArrive() {
        settle()
        shop.counters[0] = .value(8)
        shop.pass([("hit", "search:a:v7")], times: 100, seconds: 2)
        #expect(shop.drift == [])
    }

    @Test mutating func oneInstanceStaysBehind() throws {
        settle()
        shop.counters[0] = .value(8)
        shop.pass([("hit", "search:a:v7"), ("hit", "search:a:v8")], times: 10, seconds: 8)
        #expect(shop.drift == [])
        shop.pass([("hit", "search:a:v7"), ("hit", "search:a:v8")], times: 10, seconds: 8)
        let drift = try #require(found("search").first)
        #expect(drift.kind == .olderStillAsked && drift.share == 0.5)
    }

    /// One snapshot: the raise was announced long before, and may have been followed by a silent one.
    @Test mutating func aRaiseBeforeTheFirstPollSaysNothingOfAPart() {
        for second in 0..<40 {
            let key = second < 30 ? "search:a:v7" : "search:a:v8"
            shop.feed.add(
                (0..<10).map { (Double(second) + Double($0) * 0.05, "hit", key) })
        }
        shop.feed.add([(5, "bump", "version:search")])
        shop.counters[0] = .value(8)
        shop.second = 40
        shop.report()
        shop.poll()
        #expect(shop.drift == [])
    }

    /// A real shop's keys may have none: a bump that touches nothing is told, and nothing else.
    @Test mutating func keysWithoutAGeneration() {
        shop.poll()
        shop.pass([("hit", "category:shoes")], times: 10, seconds: 10)
        #expect(shop.drift == [])
        shop.counters[1] = .value(4)
        shop.pass([("hit", "category:shoes")], times: 10, seconds: 10)
        #expect(found("category").map(\.kind) == [.keysWithoutGeneration])
    }

    @Test mutating func keysAboveTheCounter() throws {
        settle()
        shop.sweep([("search:a:v9", 20_000), ("search:b:v7", 20_000)])
        shop.pass()
        let drift = try #require(found("search").first)
        #expect(drift.kind == .keysAboveCounter && drift.generation == 9 && drift.keys == 1)
        shop.second += 30
        shop.poll()
        #expect(shop.drift == [])
    }

    /// A key that was met after the counter was read may be of a raise that is not known yet.
    @Test mutating func aKeyThatIsNewerThanTheCounterIsNone() {
        settle()
        shop.second += 0.5
        shop.sweep([("search:a:v8", 20_000)])
        #expect(shop.drift == [])
        shop.counters[0] = .value(8)
        shop.pass()
        #expect(shop.drift == [])
    }

    @Test mutating func aCounterThatIsGone() throws {
        settle()
        shop.counters[0] = .absent
        shop.pass()
        let drift = try #require(found(nil).first)
        #expect(drift.kind == .counterMissing && drift.formerValue == 7)
        #expect(drift.cause == .deleted && drift.since == moment(11) && drift.value == nil)
    }

    /// Many shops have no counter until the first bump: their keys are of generation 1.
    @Test mutating func aCounterThatNeverWas() {
        shop.counters = [.absent, .absent]
        shop.poll()
        shop.pass([("hit", "search:a:v1")], times: 10, seconds: 5)
        shop.sweep([("search:a:v1", 20_000)])
        shop.pass()
        #expect(shop.drift == [])
        shop.sweep([("search:a:v6", 20_000)])
        shop.pass()
        #expect(shop.drift.map(\.kind) == [.counterMissing])
        #expect(shop.drift.first?.generation == 6 && shop.drift.first?.formerValue == nil)
    }

    @Test mutating func aCounterThatWentBack() throws {
        settle()
        shop.counters[0] = .value(2)
        shop.pass()
        let drift = try #require(found(nil).first)
        #expect(drift.kind == .counterWentBack && drift.formerValue == 7 && drift.value == 2)
        #expect(drift.cause == .overwritten && drift.since == moment(11))
        shop.counters[0] = .value(7)
        shop.pass()
        #expect(found(nil).isEmpty)
    }

    @Test mutating func aCounterThatWentAndCountsFromOne() throws {
        settle()
        shop.counters[0] = .absent
        shop.pass(seconds: 3)
        shop.counters[0] = .value(1)
        shop.pass()
        #expect(found(nil).map(\.kind) == [.counterWentBack])
    }

    /// Without events a sweep a whole TTL later shows keys that were written with the old value.
    @Test mutating func aSweepShowsItWithoutEvents() throws {
        shop.poll()
        shop.second = 5
        shop.counters[0] = .value(8)
        shop.poll()
        shop.second = 36
        shop.poll()
        shop.sweep([("search:a:v7", 1000)])
        #expect(shop.drift == [])  // it may have been written before the raise
        shop.second = 38
        shop.poll()
        shop.sweep([("search:a:v7", 20_000), ("search:b:v7", -1)])
        let drift = try #require(found("search").first)
        #expect(drift.kind == .currentNeverAppears && drift.keys == 1 && drift.lookups == nil)
    }

    @Test mutating func aCounterThatCannotBeReadSaysNothing() {
        settle()
        shop.counters[0] = .unavailable(SourceProblem(.refused, "NOPERM"))
        shop.pass([("hit", "search:a:v9")], times: 10, seconds: 10)
        #expect(shop.drift == [])
    }

    @Test func anUnknownKindIsRead() throws {
        var snapshot = WatchedShop().snapshot
        snapshot.drift = [Drift(.counterMissing, counter: "version:search", value: nil)]
        let text = String(decoding: try snapshot.json(), as: UTF8.self)
        let newer = text.replacing("counterMissing", with: "somethingNew")
        #expect(try Snapshot(json: Array(newer.utf8)).drift.map(\.kind) == [.other])
    }
}
