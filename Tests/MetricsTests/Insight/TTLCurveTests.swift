import Foundation
import Metrics
import Testing

/// The hit rate over the TTL, held against the exact simulation of the whole trace and against closed forms.
struct TTLCurveTests {
    /// All lineages tracked: only the method errs.
    @Test(arguments: [0.0, 0.8, 1.2])
    func withAllLineagesItIsTheExactSimulation(_ exponent: Double) throws {
        var trace = TTLTrace(seed: 1, keys: 2000, exponent: exponent, perSecond: 20)
        trace.purges = 0.02
        var feed = InsightFeed()
        for _ in 0..<30_000 { trace.step(into: &feed) }
        let curve = try #require(feed.finding("product")?.ttlCurve)
        #expect(curve.map(\.ttlSeconds) == [15, 30, 60, 120, 240, 480, nil])
        for (index, step) in curve.enumerated() {
            let hitRate = try #require(step.hitRate)
            #expect(abs(hitRate - trace.hitRate(index)) < 0.006, "step \(index)")
            #expect(step.error.map { $0 < 0.01 } == true)
            guard let stale = step.staleSeconds else { continue }
            #expect(abs(stale - trace.age(index)) < 0.08 * trace.age(index) + 0.3, "step \(index)")
        }
        #expect(curve[6].staleSeconds == nil)
    }

    /// A copy that a longer TTL would have, and that vanishes while the real one has expired: no event shows it.
    @Test func lossesAreThoseOfTheRealCopies() throws {
        var trace = TTLTrace(seed: 2, keys: 2000, exponent: 0.8, perSecond: 20)
        trace.losses = 0.02
        var feed = InsightFeed()
        for _ in 0..<30_000 { trace.step(into: &feed) }
        for (index, step) in try #require(feed.finding("product")?.ttlCurve).enumerated() {
            let gap = try #require(step.hitRate) - trace.hitRate(index)
            #expect(
                index <= 2 ? abs(gap) < 0.006 : gap > -0.006 && gap < 0.02, "step \(index): \(gap)")
        }
    }

    /// One lineage in eight and the most looked-up: within a point, and within the stated error.
    @Test(arguments: [(0.8, 0.015), (1.2, 0.02)])
    func aSampleIsNearTheExactSimulation(_ exponent: Double, _ most: Double) throws {
        var trace = TTLTrace(seed: 7, keys: 20_000, exponent: exponent, perSecond: 60)
        var feed = InsightFeed(capacity: 2048)
        for _ in 0..<60_000 { trace.step(into: &feed) }
        for (index, step) in try #require(feed.finding("product")?.ttlCurve).enumerated() {
            let (hitRate, error) = (try #require(step.hitRate), try #require(step.error))
            let gap = abs(hitRate - trace.hitRate(index))
            #expect(gap < most, "step \(index): \(gap)")
            #expect(gap < 1.6 * error + 0.003, "step \(index): \(gap), stated \(error)")
        }
    }

    /// Look-ups of one key at random moments, λ a second: of a copy that lives for T from its load on
    /// λT/(1 + λT) hit (Jung, Berger and Balakrishnan, INFOCOM 2003).
    @Test(arguments: [0.01, 0.05, 0.2])
    func ofPoissonArrivalsItIsTheClosedForm(_ each: Double) throws {
        let keys = 400
        var trace = TTLTrace(seed: 3, keys: keys, exponent: 0, perSecond: each * Double(keys))
        var feed = InsightFeed()
        while Double(trace.lookUps) < 6000 * each * Double(keys) / 3 { trace.step(into: &feed) }
        for step in try #require(feed.finding("product")?.ttlCurve) {
            guard let ttl = step.ttlSeconds, ttl <= 240 else { continue }
            let expected = each * ttl / (1 + each * ttl)
            // The first look-up of each key misses at any TTL.
            let begun = Double(keys) / Double(trace.lookUps)
            #expect(abs(try #require(step.hitRate) - expected) < 0.02 + begun, "\(ttl) s")
        }
    }

    @Test func beyondHalfOfTheObservedTimeNothingIsSaid() throws {
        var trace = TTLTrace(seed: 5, keys: 50, exponent: 0.8, perSecond: 20)
        var feed = InsightFeed()
        for _ in 0..<5000 { trace.step(into: &feed) }
        // 250 s: 120 s are less than half, 240 s are not.
        let curve = try #require(feed.finding("product")?.ttlCurve)
        #expect(curve.map { $0.hitRate != nil } == [true, true, true, true, false, false, false])
        #expect(curve.allSatisfy { ($0.hitRate == nil) == ($0.error == nil) })
        #expect(curve.allSatisfy { ($0.hitRate == nil) == ($0.originLoadsPerSecond == nil) })
    }

    @Test func moreLoadsAndFewerCopiesAtAShorterTTL() throws {
        var trace = TTLTrace(seed: 5, keys: 500, exponent: 0.8, perSecond: 20)
        var feed = InsightFeed()
        for _ in 0..<30_000 { trace.step(into: &feed) }
        let curve = try #require(feed.finding("product")?.ttlCurve)
        let loads = curve.compactMap(\.originLoadsPerSecond)
        let copies = curve.compactMap(\.copies)
        #expect(loads.count == 7 && zip(loads, loads.dropFirst()).allSatisfy { $0 > $1 })
        #expect(copies.count == 7 && zip(copies, copies.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(copies[2] == 1)
        let step = ResourceReport.TTLStep(curve[3], bytes: 1000)
        #expect(step.bytes == UInt64((1000 * copies[3]).rounded()))
        #expect(ResourceReport.TTLStep(curve[3], bytes: nil).bytes == nil)
    }

    /// Copies that live ten times as long as the policy says.
    @Test func noCurveWhereTheSimulationMissesWhatWasMeasured() {
        var feed = InsightFeed()
        feed.add([(0, "fill", "product:0")])
        for second in 1..<600 {
            for id in 0..<10 { feed.add([(Double(second), "hit", "product:\(id)")]) }
        }
        let finding = feed.finding("product")
        #expect(finding?.ttlCurve == [] && finding?.curveWhy?.contains("100.0 %") == true)
        var history = History.standard
        history.observe(feed.feed.report())
        let why = history.snapshot(600).unavailable.first { $0.what == "resources[].ttlCurve" }
        #expect(why?.subject == "product")
    }

    @Test func invalidationsTakeCopiesOfEveryTTL() throws {
        var feed = InsightFeed()
        // Purged every 20 s, looked up every 4 s: no TTL above 20 s brings more.
        for second in stride(from: 0.0, to: 2000, by: 4) {
            if second.truncatingRemainder(dividingBy: 20) == 0 {
                feed.add([
                    (second, "purge", "product:1"), (second + 1, "miss", "product:1"),
                    (second + 1, "fill", "product:1"),
                ])
            } else {
                feed.add([(second + 1, "hit", "product:1")])
            }
        }
        let rates = try #require(feed.finding("product")?.ttlCurve).compactMap(\.hitRate)
        #expect(rates.count == 7)
        #expect(rates[1...].allSatisfy { abs($0 - 0.8) < 0.001 }, "\(rates)")
        #expect(abs(rates[0] - 0.6) < 0.001, "\(rates)")
    }

    @Test func whatIsNeverFilledMissesAtEveryTTL() throws {
        var feed = InsightFeed()
        for second in stride(from: 0.0, to: 2000, by: 5) {
            feed.add([
                (second, "miss", "product:404"),
                (second + 1, second == 0 ? "miss" : "hit", "product:1"),
            ])
            if second.truncatingRemainder(dividingBy: 30) == 0 {
                feed.add([(second + 1, "fill", "product:1")])
            }
        }
        let rates = try #require(feed.finding("product")?.ttlCurve).compactMap(\.hitRate)
        #expect(rates.last.map { abs($0 - 0.5) < 0.01 } == true, "\(rates)")
    }

    @Test func switchedOffOrSampledThereIsNone() {
        var feed = InsightFeed()
        feed.feed.entry(start, [("n", "10"), ("hit", "product:2")])
        #expect(feed.finding("product")?.ttlCurve == [])
        #expect(feed.finding("product")?.curveWhy?.contains("n = 10") == true)
        #expect(feed.finding("facets")?.ttlCurve == [] && feed.finding("facets")?.curveWhy == nil)
    }
}
