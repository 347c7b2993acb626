extension Snapshot {
    private static let others = MemoryShare.unclassified

    func addLookups(to families: inout MetricFamilies) {
        var counts: [(MetricFamilies.Labels, UInt64?)] = []
        let known = hasTotals
        func add(_ name: String, _ hits: UInt64, _ misses: UInt64) {
            counts.append((["resource": name, "result": "hit"], known ? hits : nil))
            counts.append((["resource": name, "result": "miss"], known ? misses : nil))
        }
        for resource in resources { add(resource.name, resource.hits, resource.misses) }
        add(Self.others, unclassified.hits, unclassified.misses)
        families.counter(
            "lookups", "Look-ups that the shop reported, since cachetop_events_counted_from.",
            counts)
        func rates(_ name: String, _ windows: [Window]) -> [(MetricFamilies.Labels, Double?)] {
            windows.map { (["resource": name, "window_seconds": "\($0.seconds)"], $0.hitRate) }
        }
        families.gauge(
            "hit", unit: "ratio", "Hit rate over a window; missing without look-ups.",
            resources.flatMap { rates($0.name, $0.windows) }
                + rates(Self.others, unclassified.windows))
        families.gauge(
            "total_hit", unit: "ratio", "Hit rate of all look-ups over a window.",
            total.windows.map { (["window_seconds": "\($0.seconds)"], $0.hitRate) })
        families.gauge(
            "window_covered", unit: "seconds", "How much of a window was observed.",
            total.windows.map { (["window_seconds": "\($0.seconds)"], $0.coveredSeconds) })
    }

    private func each<Value>(
        _ value: (ResourceReport) -> Value?
    ) -> [(MetricFamilies.Labels, Value?)] {
        resources.map { (["resource": $0.name], value($0)) }
    }

    func addKeys(to families: inout MetricFamilies) {
        let others: MetricFamilies.Labels = ["resource": Self.others]
        families.gauge(
            "keys", "Keys at the last sweep.", each(\.keys) + [(others, unclassified.keys)])
        families.gauge(
            "keys_memory", unit: "bytes", "Their size, by MEMORY USAGE.",
            each(\.bytes) + [(others, unclassified.bytes)])
        families.gauge(
            "sweep_timestamp", unit: "seconds", "When the last sweep ended.", each(\.sweptAt))
        families.gauge(
            "sweep_duration", unit: "seconds", "How long the last sweep took.",
            each(\.sweepSeconds))
        families.gauge(
            "dead_keys", "Keys of generations that no one reads any more.",
            each { $0.deadGenerations?.keys })
        families.gauge(
            "dead_keys_memory", unit: "bytes", "Their size.", each { $0.deadGenerations?.bytes })
        families.gauge(
            "dead_keys_gone_after", unit: "seconds", "When the last of them expires.",
            each { $0.deadGenerations?.goneInSeconds })
    }

    func addTimesToLive(to families: inout MetricFamilies) {
        families.gauge(
            "policy_ttl", unit: "seconds", "The policy's time to live.", each(\.policy.ttlSeconds))
        families.gauge(
            "sampled_keys", "Keys whose time to live was asked at the last sweep.",
            each { $0.ttl?.sampled })
        families.gauge(
            "keys_without_expiry", "Of the sampled keys, those that never expire.",
            each { $0.ttl?.withoutExpiry })
        families.gauge(
            "keys_over_policy",
            "Of the sampled keys, those that live longer than the policy allows.",
            each { $0.ttl?.overPolicy })
        families.gauge(
            "keys_expiring_soon", "Of the sampled keys, those that expire within 10 s.",
            each { $0.ttl?.expiringIn10Seconds })
        families.gauge(
            "ttl_left", unit: "seconds", "Time to live that is left: the median and p90.",
            resources.flatMap { resource -> [(MetricFamilies.Labels, Double?)] in
                [
                    (["resource": resource.name, "quantile": "0.5"], resource.ttl?.p50Seconds),
                    (["resource": resource.name, "quantile": "0.9"], resource.ttl?.p90Seconds),
                ]
            })
    }

    func addInsight(to families: inout MetricFamilies) {
        families.gauge(
            "misses_by_cause",
            "Misses by their cause; the sum over the causes is all misses of the resource.",
            resources.flatMap { resource -> [(MetricFamilies.Labels, UInt64?)] in
                guard let causes = resource.missCauses else { return [] }
                return [
                    ("cold", causes.cold), ("expired", causes.expired),
                    ("invalidated", causes.invalidated), ("early", causes.early),
                    ("unknown", causes.unknown),
                ].map { (["resource": resource.name, "cause": $0.0], $0.1) }
            })
        func steps(_ value: (ResourceReport.TTLStep) -> Double?) -> [(
            MetricFamilies.Labels, Double?
        )] {
            resources.flatMap { resource in
                resource.ttlCurve.map { step in
                    let ttl =
                        step.ttlSeconds.map { OpenMetricsText.number($0) } ?? "until_invalidated"
                    return (["resource": resource.name, "ttl_seconds": ttl], value(step))
                }
            }
        }
        families.gauge(
            "simulated_hit", unit: "ratio", "The hit rate that a time to live would give.",
            steps(\.hitRate))
        families.gauge(
            "simulated_hit_error", unit: "ratio", "How far it may be off.", steps(\.error))
        families.gauge(
            "simulated_origin_loads_per_second",
            "Loads from the stores behind, at that time to live.",
            steps(\.originLoadsPerSecond))
    }
}
