import Testing

@testable import Metrics

/// A shop in which nothing changes: what its hit rate does is chance, and chance raises no alarm.
struct QuietShopTests {
    /// Look-ups a second, and the hit rate.
    private static let shops = [(1, 0.9), (2, 0.6), (5, 0.9), (10, 0.6), (20, 0.9)]

    /// A day of look-ups, each a draw of its own. The minute before is that of a happening a minute, as a
    /// listener's; the rate is looked at every second, over its last ten.
    @Test(arguments: shops)
    func aDayHasOneFalseFallAtMost(perSecond: Int, rate: Double) {
        var dice = SplitMix64(seed: UInt64(perSecond * 1000) + UInt64(rate * 100))
        let share = UInt64(rate * 1e9)
        var hits = [Int](repeating: 0, count: 60)
        var lookups = [Int](repeating: 0, count: 60)
        var (tenHits, tenLookups, begun, held) = (0, 0, 0, 0)
        var before: CountedRate?
        for second in 0..<86_400 {
            let (place, left) = (second % 60, (second + 50) % 60)
            (tenHits, tenLookups) = (tenHits - hits[left], tenLookups - lookups[left])
            // As they come: with gaps and bursts.
            lookups[place] = Int(dice.next() % UInt64(2 * perSecond + 1))
            hits[place] = (0..<lookups[place]).count { _ in dice.next() % 1_000_000_000 < share }
            (tenHits, tenLookups) = (tenHits + hits[place], tenLookups + lookups[place])
            if place == 59 {
                before = Self.rate(hits.reduce(0, +), lookups.reduce(0, +))
                continue
            }
            guard let before, let now = Self.rate(tenHits, tenLookups) else { continue }
            let isLower = before.rate - now.rate > Aftermath.notableDrop
            let fell = isLower && RateFall(before: before, now: now).isCertain
            held = fell ? held + 1 : 0
            if held == 3 { begun += 1 }
        }
        #expect(begun <= 1, "\(begun) false alarms")
    }

    private static func rate(_ hits: Int, _ lookups: Int) -> CountedRate? {
        CountedRate(HitCounts(hits: UInt64(hits), misses: UInt64(lookups - hits)))
    }

    /// A bound that is just what the rate is: chance lies below it half of the time.
    @Test(arguments: [4, 20])
    func aBoundAtTheRateItselfIsNoAlarm(perSecond: Int) {
        var dice = SplitMix64(seed: UInt64(perSecond))
        var begun = 0
        for _ in 0..<1440 {
            let lookups = 60 * perSecond
            let hits = (0..<lookups).count { _ in dice.next() % 2 == 0 }
            let minute = HitCounts(hits: UInt64(hits), misses: UInt64(lookups - hits))
            let interval = minute.rateInterval(deviations: RateFall.deviations)
            if interval.map({ $0.upperBound < 0.5 }) == true { begun += 1 }
        }
        #expect(begun <= 1)
    }

    /// A real fall is seen at once where there are look-ups, and a large one also where there are few.
    @Test(
        arguments: [
            (0.9, 1000, 0.8, 1000, true), (0.9, 1000, 0.86, 1000, false), (0.9, 300, 0.3, 50, true),
            (0.9, 60, 0.7, 10, false), (0.9, 60, 0.1, 10, true), (1, 60, 0, 3, false),
            (0.9, 60, 0.95, 10, false), (0, 0, 0, 0, false), (1, .max, 0, .max, true),
        ] as [(Double, UInt64, Double, UInt64, Bool)])
    func aFall(before: Double, of: UInt64, now: Double, ofNow: UInt64, isCertain: Bool) {
        let fall = RateFall(
            before: CountedRate(rate: before, lookups: of),
            now: CountedRate(rate: now, lookups: ofNow))
        #expect(fall.isCertain == isCertain, "\(fall.certain)")
    }

    /// The whole way, from events to the alert and the timeline: a listener removes a product every 20 s.
    @Test func aListenerInAQuietShopIsNoAlarm() {
        var server = WatchedServer()
        var dice = SplitMix64(seed: 7)
        for second in 0..<400 {
            var pairs: [(String, String)] = []
            for _ in 0..<Int.random(in: 0...6, using: &dice) {
                let isHit = Double.random(in: 0..<1, using: &dice) < 0.8
                pairs.append(
                    (isHit ? "hit" : "miss", "product:\(Int.random(in: 1...50, using: &dice))"))
            }
            if second % 20 == 0 { pairs.append(("purge", "product:\(second)")) }
            server.report(pairs)
            server.poll()
            let snapshot = server.history.snapshot(server.second)
            server.history.note(alertsOf: snapshot, at: snapshot.takenAt)
            #expect(snapshot.alert(.hitRateDropped) == nil, "at \(second)")
            #expect(snapshot.timeline.allSatisfy { $0.aftermath?.severity == nil }, "at \(second)")
        }
    }
}
