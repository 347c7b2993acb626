import Metrics
import Screen
import TestSupport
import Testing

@testable import Dashboard

/// Whatever the keys, no number is shown that was not recorded at the moment on the screen.
@Suite struct PastStepTests {
    private struct Numbers: Equatable {
        var used: UInt64?
        var operations: Double?
        var rates: [Double?]

        init(_ snapshot: Snapshot) {
            used = snapshot.memory.usedBytes
            operations = snapshot.server.opsPerSecond
            rates = snapshot.resources.flatMap { $0.windows.map(\.hitRate) }
        }

        func isAbout(_ other: Numbers) -> Bool {
            // Numbers are kept with seven digits.
            let isAlike = zip(rates, other.rates).allSatisfy { a, b in
                (a == nil) == (b == nil) && abs((a ?? 0) - (b ?? 0)) < 1e-6
            }
            return used == other.used && operations == other.operations && isAlike
        }
    }

    private static func sample(_ second: Int, _ random: inout SplitMix64) -> Sample {
        var sample = Shop.sample(second: second, hits: 900_000 + second * 100)
        let info = """
            redis_version:7.0.15\r
            used_memory:\(Int.random(in: 1...9_999_999, using: &random))\r
            instantaneous_ops_per_sec:\(Int.random(in: 0...9999, using: &random))\r
            keyspace_hits:\(second)\r
            keyspace_misses:\(second)\r

            """
        sample.info = Int.random(in: 0..<6, using: &random) == 0 ? nil : InfoReply(Array(info.utf8))
        return sample
    }

    private static func report(_ second: Int, _ random: inout SplitMix64) -> EventReport {
        var tally = EventTally(slots: Shop.grammar.slots)
        var keys = TopKeys()
        tally.beginEntry(at: Shop.noon.adding(seconds: Double(second) - 0.4))
        for key in ["product:1", "inventory:2"] where Bool.random(using: &random) {
            tally.add(n: Int.random(in: 0...50, using: &random), "hit", key, Shop.grammar, &keys)
            tally.add(n: Int.random(in: 0...50, using: &random), "miss", key, Shop.grammar, &keys)
        }
        var status = EventStatus(source: "stream:cache:events")
        status.coveredFrom = Shop.noon
        status.readUntil = Shop.noon.adding(seconds: Double(second))
        return EventReport(tally: tally, status: status, topKeys: keys.top(5))
    }

    /// The stream's hour before, of which this is all that may be shown.
    private static func hour(_ random: inout SplitMix64) -> (StreamHour, [Int: HitCounts]) {
        var tally = EventTally.ofHour(slots: Shop.grammar.slots)
        var keys = TopKeys()
        var counts: [Int: HitCounts] = [:]
        for second in -899..<0 where Int.random(in: 0..<4, using: &random) > 0 {
            tally.beginEntry(at: Shop.noon.adding(seconds: Double(second) - 0.4))
            let isHit = Bool.random(using: &random)
            tally.add(isHit ? "hit" : "miss", "product:1", Shop.grammar, &keys)
            counts[second] = HitCounts(hits: isHit ? 1 : 0, misses: isHit ? 0 : 1)
        }
        return (
            StreamHour(
                buckets: tally.buckets, from: Shop.noon.adding(seconds: -900), end: Shop.noon,
                isOver: true), counts
        )
    }

    @Test(arguments: 1...12 as ClosedRange<UInt64>) func anyOrder(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var state = Shop.starting(ScreenTests.small)
        var recorded: [Timestamp: Numbers] = [:]
        state.feed(.link(.live), at: 100)
        var second = 1
        let (hour, counts) = Self.hour(&random)
        for look in 0..<Int.random(in: 20...120, using: &random) {
            let now = 100 + Double(second)
            if Int.random(in: 0..<12, using: &random) == 0 {
                state.feed(.link(.lost(why: "refused", retryAt: now + 1)), at: now)
                state.feed(.link(.live), at: now)
            }
            state.feed(.events(Self.report(second, &random)), at: now)
            state.feed(.sample(Self.sample(second, &random)), at: now)
            recorded[state.shown.takenAt] = Numbers(state.shown)
            if look == 5 { state.feed(.streamHour(hour), at: now) }
            let isLate = Int.random(in: 0..<10, using: &random) == 0
            second += isLate ? Int.random(in: 10...900, using: &random) : 1
        }
        let keys: [KeyPress] = ["[", "]", "{", "}", "0", "[", "{", "{"]
        for _ in 0..<400 {
            _ = state.press(keys.randomElement(using: &random) ?? "[")
            let shown = Numbers(state.shown)
            if state.viewing?.isReadBack == true {
                check(state, counts)
            } else if recorded[state.shown.takenAt]?.isAbout(shown) != true {
                Issue.record("\(state.shown.takenAt): \(shown)")
                return
            }
        }
    }

    private func check(_ state: State, _ counts: [Int: HitCounts]) {
        let shown = state.shown
        #expect(shown.memory == Snapshot.Memory() && shown.server.opsPerSecond == nil)
        #expect(shown.resources.allSatisfy { $0.keys == nil && $0.bytes == nil })
        #expect(!Readings(state: state).total.allHits.isKnown)
        let end = Int(shown.takenAt.seconds(since: Shop.noon).rounded(.down))
        for window in shown.resources.first(where: { $0.name == "product" })?.windows ?? [] {
            var sum = HitCounts()
            for second in (end - window.seconds + 1)...end { sum += counts[second] ?? HitCounts() }
            #expect(window.hits == sum.hits && window.misses == sum.misses)
        }
    }
}
