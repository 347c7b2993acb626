import Metrics
import Screen

/// One resource's row: what the policy says of it, and its figures.
struct ResourceReadings {
    let report: ResourceReport
    let readings: Readings

    var name: String { report.name }
    var lookups: LookupReadings {
        LookupReadings(report.windows, hits: report.hits, misses: report.misses, readings)
    }

    var keys: Figure {
        let isEstimated = report.estimated ?? false
        return readings.figure(report.keys, .scan) { Format.count($0, estimated: isEstimated) }
    }

    var bytes: Figure { readings.figure(report.bytes, .memoryUsage) { Format.bytes($0) } }

    /// `610 (382 dead)`; in less room without those that no one reads any more. `382 dead + new`: the version
    /// was raised, and no key of the new one has been counted yet.
    var keyForms: [Line] {
        guard let dead = report.deadGenerations, dead.keys > 0 else { return [keys.line()] }
        if hasNewUncounted {
            let count = readings.figure(dead.keys, .scan) { "\(Format.count($0)) dead" }
            let brief = readings.figure(dead.keys, .scan) { "\(Format.count($0))+" }
            return [count.line(.dim) + Line(" + new"), brief.line()]
        }
        let count = readings.figure(dead.keys, .scan) { " (\(Format.count($0)) dead)" }
        return [keys.line() + count.line(.dim), keys.line()]
    }

    /// All keys that the sweep met are dead by now: since it began, others have been written.
    private var hasNewUncounted: Bool {
        guard let swept = report.sweptAt, let keys = report.keys,
            let dead = report.deadGenerations?.keys, dead >= keys,
            let changed = readings.snapshot.versions.first(where: {
                readings.snapshot.resources(of: $0).contains { $0.name == name }
            })?.changedAt
        else { return false }
        return changed > swept.adding(seconds: -(report.sweepSeconds ?? 0))
    }

    // MARK: Time to live

    var timeToLive: Line { Line(DisplayText(Format.ttl(report.policy.ttlSeconds)), .dim) }

    /// How much later than Redis the edge is fresh.
    var edge: Line {
        let seconds = (report.policy.cdnSeconds ?? 0) + (report.policy.swrSeconds ?? 0)
        return Line(DisplayText(seconds > 0 ? Format.ttl(seconds) : "none"), .dim)
    }

    var median: Figure { life(report.ttl?.p50Seconds) }
    var ninetieth: Figure { life(report.ttl?.p90Seconds) }
    var looked: Figure {
        readings.figure(report.ttl?.sampled, .timeToLive) { "\(Format.keys($0)) seen" }
    }
    var overPolicy: Line { suspect(report.ttl?.overPolicy, .keysOverTTL) }
    var withoutExpiry: Line { suspect(report.ttl?.withoutExpiry, .keysWithoutExpiry) }

    /// nil: not looked at, or there are no keys.
    func histogram(labels: [DisplayText] = []) -> Histogram? {
        guard let ttl = report.ttl, ttl.sampled > 0 else { return nil }
        return Histogram(
            ttl.buckets.map(\.keys), highlighted: [max(0, ttl.buckets.count - 1)], labels: labels)
    }

    var hasNoKeys: Bool { report.ttl?.sampled == 0 }

    private func life(_ seconds: Double?) -> Figure {
        readings.figure(seconds, .timeToLive) {
            Format.life($0, ofTTL: report.policy.ttlSeconds)
        }
    }

    private func count(_ keys: Int?) -> Figure {
        readings.figure(keys, .timeToLive) { Format.count(UInt64(clamping: $0)) }
    }

    /// Keys that should not be there: marked as soon as there is one.
    private func suspect(_ keys: Int?, _ rule: AlertRule) -> Line {
        guard let alert = readings.alert(rule, of: name) else {
            return count(keys).line(.dim)
        }
        return count(keys).line(Style(alert.severity)) + Line("!", Style(alert.severity))
    }
}

extension Readings {
    /// After the filter.
    var resources: [ResourceReadings] {
        state.resourceRows.map { ResourceReadings(report: $0, readings: self) }
    }

    // MARK: Sums

    var otherKeyCount: Figure {
        figure(snapshot.unclassified.keys, .scan) { Format.count($0, estimated: isEstimated) }
    }
    var otherKeyBytes: Figure {
        figure(snapshot.unclassified.bytes, .memoryUsage) { Format.bytes($0) }
    }
    var keyCount: Figure {
        figure(sum(snapshot.resources.map(\.keys) + [snapshot.unclassified.keys]), .scan) {
            Format.count($0, estimated: isEstimated)
        }
    }
    var keyBytes: Figure {
        let all = sum(snapshot.resources.map(\.bytes) + [snapshot.unclassified.bytes])
        return figure(all, .memoryUsage) { Format.bytes($0) }
    }

    private var isEstimated: Bool { snapshot.resources.contains { $0.estimated ?? false } }

    /// nil unless every part is known: a sum with a hole is no sum.
    private func sum(_ parts: [UInt64?]) -> UInt64? {
        parts.reduce(0 as UInt64?) { total, part in
            guard let total, let part else { return nil }
            return total &+ part
        }
    }
}
