@testable import Metrics

/// A snapshot of the default policy in which nothing stands out, to be changed.
enum MadeSnapshot {
    static let quiet: Snapshot = {
        var snapshot = History.standard.snapshot()
        for index in snapshot.resources.indices { snapshot.resources[index].keys = 1000 }
        snapshot.total.windows = [window(HitCounts(hits: 9000, misses: 1000))]
        return snapshot
    }()

    static func window(_ counts: HitCounts, seconds: Int = 300) -> Window {
        Window(seconds: seconds, coveredSeconds: Double(seconds), counts: counts)
    }

    static func causes(
        cold: UInt64 = 0, expired: UInt64 = 0, invalidated: UInt64 = 0, early: UInt64 = 0,
        unknown: UInt64 = 0
    ) -> MissCauses {
        MissCauses(counts: [cold, expired, invalidated, early, unknown], sampled: 9, error: 0)
    }

    static func happening(
        _ kind: TimelineEntry.Kind, at seconds: Double = -60, subject: String? = nil,
        before: Double? = nil, lowest: Double? = nil, after: Double? = nil
    ) -> TimelineEntry {
        var entry = TimelineEntry(at: moment(seconds), kind: kind, subject: subject, message: "")
        (entry.hitRateBefore, entry.hitRateLowest, entry.hitRateAfter) = (before, lowest, after)
        return entry
    }

    static func hotKey(_ share: Double, lookups: UInt64 = 500, bytes: UInt64? = nil) -> HotKey {
        let sum = HotKeyCounter.Sum(
            lookups: UInt64(Double(lookups) / share), taken: 1000, isSample: false)
        let finding = HotKeyFinding(
            key: Array("product:1".utf8), slot: 1, lookups: lookups, misses: 1, of: sum,
            seconds: 300)
        return HotKey(finding, resource: "product", bytes: bytes)
    }

    static func stampedes(perMinute: UInt64) -> Stampede {
        Stampede(
            resource: "trending",
            StampedeFinding(
                minutes: [0, perMinute], misses: 30,
                largest: [
                    .init(
                        key: Array("trending:products".utf8), at: start, misses: 12,
                        fillSeconds: 0.2)
                ]))
    }

    static func aligned(_ share: Double, usual: Double) -> ExpiryForecast {
        var forecast = ExpiryForecast(resource: "product", sampled: 500, sampledAt: start)
        forecast.aligned = .init(at: moment(20), share: share, usualShare: usual)
        return forecast
    }

    static func dead(withoutExpiry: UInt64) -> GenerationReport {
        var row = GenerationReport(counter: "version:search", resources: ["search"], value: 8)
        row.dead = .init(keys: 9, bytes: 900, withoutExpiry: withoutExpiry, goneInSeconds: nil)
        return row
    }

    /// At a quarter, half, once, twice and four times 128 MiB.
    static func memoryCurve(rates: [Double?], error: Double = 0.001) -> MemoryCurve {
        let steps = zip([0.25, 0.5, 1, 2, 4], rates).map { factor, rate in
            MemoryCurve.Step(
                factor: factor, maxBytes: UInt64(factor * 134_217_728), hitRate: rate,
                error: rate.map { _ in error }, originLoadsPerSecond: rate.map { (1 - $0) * 100 })
        }
        return MemoryCurve(
            evictionPolicy: "allkeys-lru", evicts: true, neededBytes: 200 << 20, steps: steps,
            resources: [
                .init(
                    resource: "inventory", bytes: 1 << 20, hitsPerSecondPerMiB: 80, hitRate: 0.9,
                    halfHitRate: 0.8, doubleHitRate: 0.95),
                .init(
                    resource: "search", bytes: 90 << 20, hitsPerSecondPerMiB: 0.5, hitRate: 0.8,
                    halfHitRate: 0.5, doubleHitRate: 0.9),
            ])
    }

    /// With every part.
    static var whole: GenerationReport {
        var row = dead(withoutExpiry: 1)
        row.live = row.dead
        row.above = row.dead
        row.found = [
            .init(generation: 7, keys: 9, bytes: nil, withoutExpiry: 1, goneInSeconds: nil)
        ]
        return row
    }

    static func storm(every seconds: Double) -> GenerationReport {
        var row = GenerationReport(counter: "version:search", resources: ["search"], value: 8)
        (row.raiseSeconds, row.isStorm) = (seconds, seconds < 15)
        return row
    }

    static func sums(
        _ reading: Reconciliation.Reading, difference: Int64, share: Double
    ) -> Reconciliation {
        Reconciliation(
            from: start, to: moment(60), serverHits: 1000, serverMisses: 0, ownLookups: 0,
            otherReaders: nil, streamHits: 500, streamMisses: 0, counterLookups: 0,
            difference: difference, share: share, reading: reading, message: "Sums differ.")
    }
}

extension NeverRead {
    /// 100 keys that were compared with the look-ups; shares are to be set.
    static var made: NeverRead? {
        let grammar = KeyGrammar(policy: .standard)
        var sample = KeySample()
        for index in 0..<100 {
            sample.add(Array("category:\(index)".utf8), of: 2, pttl: 1, bytes: 10, grammar)
        }
        return NeverRead(
            sample, ReadCensus(), grammar.policy.resources[2], observed: 300, liveFrom: nil,
            keys: 100, factor: 1)
    }
}

extension Snapshot {
    mutating func change(_ name: String, _ change: (inout ResourceReport) -> Void) {
        guard let index = resources.firstIndex(where: { $0.name == name }) else { return }
        change(&resources[index])
    }

    /// What a sweep says of a resource's times to live.
    mutating func setLife(
        _ name: String, sampled: Int = 1000, overPolicy: Int = 0, withoutExpiry: Int = 0,
        example: (key: String, pttl: Int64?)? = nil
    ) {
        change(name) { report in
            var ttl = ResourceReport.TTL(TTLHistogram(ttlSeconds: report.policy.ttlSeconds))
            (ttl.sampled, ttl.overPolicy, ttl.withoutExpiry) = (sampled, overPolicy, withoutExpiry)
            let made = example.map {
                ResourceReport.Example(
                    KeyExamples.Example(key: Array($0.key.utf8), pttl: $0.pttl, bytes: nil))
            }
            if overPolicy > 0 { ttl.overPolicyExamples = made.map { [$0] } ?? [] }
            if withoutExpiry > 0 { ttl.withoutExpiryExamples = made.map { [$0] } ?? [] }
            report.ttl = ttl
        }
    }

    /// Look-ups of the last five minutes, and since the start.
    mutating func setLookups(_ name: String, hits: UInt64, misses: UInt64, _ causes: MissCauses?) {
        change(name) { report in
            (report.hits, report.misses) = (hits, misses)
            report.windows = [MadeSnapshot.window(HitCounts(hits: hits, misses: misses))]
            report.missCauses = causes
        }
    }

    /// A TTL curve: hit rates from the policy's TTL on, each twice as long as the one before.
    mutating func setCurve(_ name: String, _ rates: [Double], error: Double = 0.001) {
        change(name) { report in
            let ttl = Double(report.policy.ttlSeconds)
            report.ttlCurve = rates.enumerated().map { index, rate in
                var finding = TTLFinding(ttlSeconds: ttl * Double(1 << index))
                (finding.hitRate, finding.error) = (rate, error)
                finding.staleSeconds = ttl * Double(1 << index) / 2
                return ResourceReport.TTLStep(finding, bytes: nil)
            }
        }
    }
}
