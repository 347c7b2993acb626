import Foundation
import Testing

@testable import Metrics

/// The hit rate over memory, held against exact LRU caches with TTLs that saw the whole trace.
struct MemoryCurveTests {
    /// - Parameter evicted: how many keys a second the server says it evicts.
    private func curve(
        _ trace: inout MemoryTrace, lookUps: Int, capacity: Int = 65_536,
        policy: String = "allkeys-lru"
    ) -> Snapshot {
        var feed = InsightFeed(capacity: capacity)
        var history = History.standard
        for _ in 0..<lookUps { trace.step(into: &feed) }
        let end = trace.time
        for second in [-1.0, 0] {
            let evicted = trace.evicted == 0 ? 0 : 1000 + Int(second) * 10
            history.observe(
                Sample(
                    at: moment(end + second), monotonicSeconds: end + second,
                    info: info(
                        "run_id:a\r\nused_memory:\(Int(trace.usedBytes))\r\nmaxmemory:"
                            + "\(Int(trace.maxBytes))\r\nmaxmemory_policy:\(policy)\r\n"
                            + "evicted_keys:\(evicted)\r\n")))
        }
        history.observe(trace.survey(history.grammar))
        var status = EventStatus(source: "stream:cache:events")
        status.coveredFrom = start
        status.readUntil = moment(end)
        history.observe(feed.feed.report(status))
        return history.snapshot(end)
    }

    /// - Parameter maxBytes: of which the real cache evicts from few to many copies.
    @Test(arguments: [(0.7, 3_000_000.0), (0.9, 3_000_000), (0.9, 1_500_000), (1.1, 1_500_000)])
    func itIsTheExactSimulation(_ exponent: Double, _ maxBytes: Double) throws {
        var trace = MemoryTrace(
            seed: 1, products: 4000, categories: 600, exponent: exponent, perSecond: 60,
            maxBytes: maxBytes, otherBytes: 500_000)
        trace.purges = 0.01
        let snapshot = curve(&trace, lookUps: 70_000)
        #expect(trace.evicted > 100)
        let found = try #require(snapshot.memoryCurve, "\(snapshot.unavailable)")
        #expect(found.evicts && found.evictionPolicy == "allkeys-lru")
        #expect(found.steps.map(\.factor) == MemoryTrace.factors)
        for (index, step) in found.steps.enumerated() {
            guard let rate = step.hitRate else {
                #expect(step.factor < 1, "only smaller ones may be unknown")
                continue
            }
            let gap = rate - trace.hitRate(index)
            #expect(abs(gap) < 0.02, "\(step.factor): \(rate), truly \(trace.hitRate(index))")
        }
        #expect(found.steps[2].hitRate.map { abs($0 - trace.hitRate(2)) < 1e-9 } == true)
        #expect(found.steps[2].error == 0)
    }

    /// Where all copies fit more memory brings nothing, and a smaller one that still holds all costs nothing.
    @Test func withoutEvictionOnlyLessMatters() throws {
        var trace = MemoryTrace(
            seed: 2, products: 3000, categories: 200, exponent: 0.9, perSecond: 60,
            maxBytes: 6_000_000, otherBytes: 500_000)
        let snapshot = curve(&trace, lookUps: 70_000)
        #expect(trace.evicted == 0)
        let found = try #require(snapshot.memoryCurve, "\(snapshot.unavailable)")
        #expect(!found.evicts)
        for (index, step) in found.steps.enumerated() {
            let rate = try #require(step.hitRate)

            #expect(abs(rate - trace.hitRate(index)) < 0.02, "\(step.factor)")
        }
        #expect(found.steps[3].hitRate == found.steps[2].hitRate)
        // The sweep's bytes are the copies'.
        #expect(abs(Double(found.neededBytes) - trace.usedBytes) < 0.02 * trace.usedBytes)
        if case .more = found.advice { Issue.record("\(found.advice)") }
    }

    /// A sample of one lineage in several, with the stated error.
    @Test func aSampleIsNearIt() throws {
        var trace = MemoryTrace(
            seed: 3, products: 20_000, categories: 2000, exponent: 0.9, perSecond: 80,
            maxBytes: 7_000_000, otherBytes: 500_000)
        let snapshot = curve(&trace, lookUps: 90_000, capacity: 4096)
        let found = try #require(snapshot.memoryCurve, "\(snapshot.unavailable)")
        for (index, step) in found.steps.enumerated() {
            guard let rate = step.hitRate, let error = step.error else { continue }
            let gap = abs(rate - trace.hitRate(index))

            #expect(gap < 0.025 + error, "\(step.factor)")
        }
    }

    /// Small copies that are looked up often earn their bytes first.
    @Test func whatTheBytesBring() throws {
        var trace = MemoryTrace(
            seed: 1, products: 4000, categories: 600, exponent: 0.9, perSecond: 60,
            maxBytes: 3_000_000, otherBytes: 500_000)
        let found = try #require(curve(&trace, lookUps: 70_000).memoryCurve)
        #expect(found.resources.map(\.resource) == ["product", "category"])
        let returns = found.resources.compactMap(\.hitsPerSecondPerMiB)
        #expect(returns.count == 2 && returns[0] > returns[1])
        for share in found.resources {
            let (half, now) = (try #require(share.halfHitRate), try #require(share.hitRate))
            #expect(half < now && share.doubleHitRate.map { $0 > now } == true)
        }
    }

    // MARK: Where there is none

    private func why(_ change: (inout Snapshot) -> Void) -> String? {
        var snapshot = MadeSnapshot.quiet
        (snapshot.memory.usedBytes, snapshot.memory.maxBytes) = (1000, 2000)
        snapshot.memory.policy = "allkeys-lru"
        change(&snapshot)
        var report = InsightReport(
            resources: snapshot.resources.map { _ in InsightReport.Finding() })
        report.keepSeconds = [900]
        let made = MemoryCurveMaking(snapshot, report)
        guard case .failure(let absence) = made.result else { return nil }
        return absence.why
    }

    @Test func whyThereIsNone() {
        #expect(why { $0.memory.maxBytes = 0 } == "Redis has no limit: maxmemory is 0.")
        #expect(
            why { $0.memory.maxBytes = nil }?.hasPrefix("INFO has not reported maxmemory") == true)
        #expect(why { $0.memory.policy = "noeviction" }?.contains("writes are refused") == true)
        #expect(why { $0.memory.policy = "allkeys-lfu" }?.contains("another order") == true)
        #expect(why { $0.server.mode = "cluster" }?.hasPrefix("In a cluster") == true)
        #expect(why { _ in }?.hasPrefix("No look-up of a key that is there") == true)
        let early = why { $0.setLookups("product", hits: 10, misses: 10, nil) }
        #expect(early == "Look-ups have to be read for 15m, the longest TTL.")
    }

    @Test func theReasonIsInTheSnapshot() {
        var feed = InsightFeed()
        feed.add([(0, "miss", "product:1"), (0.1, "fill", "product:1"), (1, "hit", "product:1")])
        var history = History.standard
        history.observe(
            Sample(
                at: start, monotonicSeconds: 0,
                info: info("used_memory:1\r\nmaxmemory:9\r\nmaxmemory_policy:allkeys-lru\r\n")))
        history.observe(feed.feed.report())
        let part = history.snapshot(2).unavailable.first { $0.what == "memoryCurve" }
        #expect(part?.state == .notYet && part?.why.contains("15m") == true)
    }

    /// A shop without a limit lacks nothing.
    @Test(arguments: ["used_memory:1\r\nmaxmemory:0\r\nmaxmemory_policy:noeviction\r\n", "a:1\r\n"])
    func whereThereIsNothingToKnowNothingIsMissing(_ text: String) {
        var history = History.standard
        history.observe(Sample(at: start, monotonicSeconds: 0, info: info(text)))
        history.observe(InsightFeed().feed.report())
        let missing = history.snapshot(2).unavailable.map(\.what)
        #expect(!missing.contains("memoryCurve"))
    }

    // MARK: What it suggests

    @Test func theSmallestSizeThatBringsNearlyAll() {
        let more = MadeSnapshot.memoryCurve(rates: [nil, 0.6, 0.8, 0.88, 0.89])
        #expect(
            more.adviceWords == "256 MiB instead of 128 MiB would bring +8.0 points (88.0%).")
        let less = MadeSnapshot.memoryCurve(rates: [0.5, 0.799, 0.8, 0.8, 0.8])
        #expect(
            less.adviceWords
                == "64.0 MiB instead of 128 MiB would cost 0.1 points only: all copies take 200 MiB "
                + "with the rest.")
        let keep = MadeSnapshot.memoryCurve(rates: [0.5, 0.7, 0.8, 0.81, 0.81])
        #expect(keep.adviceWords.hasPrefix("Keep 128 MiB:"))
    }
}
