import FoundationEssentials
import Testing

@testable import Metrics

/// The metrics are the snapshot's figures, in OpenMetrics' form.
struct OpenMetricsTests {
    private static let families = SnapshotJSONTests.full.metrics(isLive: true)

    @Test func theForm() {
        let text = OpenMetricsText.text([
            MetricFamily(
                name: "a_bytes", kind: .gauge, unit: "bytes", help: "What \"a\" is.",
                samples: [
                    .init(labels: [], value: 1.5),
                    .init(labels: [.init(name: "k", value: "x\"\\\n")], value: 3),
                ]),
            MetricFamily(
                name: "b", kind: .counter, unit: nil, help: "b",
                samples: [.init(labels: [], value: 7)]),
            MetricFamily(
                name: "c", kind: .info, unit: nil, help: "c",
                samples: [.init(labels: [.init(name: "v", value: "1")], value: 1)]),
        ])
        #expect(
            text == #"""
                # TYPE a_bytes gauge
                # UNIT a_bytes bytes
                # HELP a_bytes What \"a\" is.
                a_bytes 1.5
                a_bytes{k="x\"\\\n"} 3
                # TYPE b counter
                # HELP b b
                b_total 7
                # TYPE c info
                # HELP c c
                c_info{v="1"} 1
                # EOF

                """#)
    }

    /// Names and units by the convention, one help each, no series twice.
    @Test func theConvention() {
        #expect(Set(Self.families.map(\.name)).count == Self.families.count)
        var series: Set<[String]> = []
        for family in Self.families {
            #expect(family.name.wholeMatch(of: /cachetop_[a-z][a-z0-9_]*/) != nil, "\(family.name)")
            #expect(family.help.hasSuffix(".") && !family.help.contains("\n"))
            #expect(!family.name.hasSuffix("_total") && !family.name.hasSuffix("_info"))
            if let unit = family.unit { #expect(family.name.hasSuffix("_" + unit)) }
            for sample in family.samples {
                let labels = sample.labels.map { "\($0.name)=\($0.value)" }
                #expect(series.insert([family.sampleName] + labels).inserted, "\(labels)")
            }
        }
        #expect(Self.families.count > 50)
    }

    /// Where a figure of the snapshot stands among the metrics. `[]` stands for each element, whose name is
    /// the label's value.
    private static let places: [(path: String, metric: String, label: String, extra: [String])] = [
        ("takenAt", "snapshot_timestamp_seconds", "", []),
        ("server.replicas", "server_replicas", "", []),
        ("server.uptimeSeconds", "server_uptime_seconds", "", []),
        ("server.connectedClients", "server_connected_clients", "", []),
        ("server.opsPerSecond", "server_operations_per_second", "", []),
        ("server.cpuRatio", "server_cpu_ratio", "", []),
        ("server.hits", "server_lookups_total", "", ["result=hit"]),
        ("server.misses", "server_lookups_total", "", ["result=miss"]),
        ("server.expiredPerSecond", "server_expired_keys_per_second", "", []),
        ("server.evictedPerSecond", "server_evicted_keys_per_second", "", []),
        ("server.otherReadersRatio", "server_other_readers_ratio", "", []),
        ("memory.usedBytes", "memory_used_bytes", "", []),
        ("memory.rssBytes", "memory_rss_bytes", "", []),
        ("memory.peakBytes", "memory_peak_bytes", "", []),
        ("memory.maxBytes", "memory_limit_bytes", "", []),
        ("memory.fragmentationRatio", "memory_fragmentation_ratio", "", []),
        ("memory.growthBytesPerSecond", "memory_growth_bytes_per_second", "", []),
        ("memory.growthSeconds", "memory_growth_window_seconds", "", []),
        ("memory.growthSwingBytes", "memory_growth_swing_bytes", "", []),
        ("secondsUntilFull", "memory_full_after_seconds", "", []),
        ("memoryBy[of].bytes", "memory_share_bytes", "of", []),
        ("resources[name].hits", "lookups_total", "resource", ["result=hit"]),
        ("resources[name].misses", "lookups_total", "resource", ["result=miss"]),
        ("resources[name].keys", "keys", "resource", []),
        ("resources[name].bytes", "keys_memory_bytes", "resource", []),
        ("resources[name].sweptAt", "sweep_timestamp_seconds", "resource", []),
        ("resources[name].sweepSeconds", "sweep_duration_seconds", "resource", []),
        ("resources[name].policy.ttlSeconds", "policy_ttl_seconds", "resource", []),
        ("resources[name].ttl.sampled", "sampled_keys", "resource", []),
        ("resources[name].ttl.withoutExpiry", "keys_without_expiry", "resource", []),
        ("resources[name].ttl.overPolicy", "keys_over_policy", "resource", []),
        ("resources[name].ttl.expiringIn10Seconds", "keys_expiring_soon", "resource", []),
        ("resources[name].ttl.p50Seconds", "ttl_left_seconds", "resource", ["quantile=0.5"]),
        ("resources[name].ttl.p90Seconds", "ttl_left_seconds", "resource", ["quantile=0.9"]),
        ("resources[name].deadGenerations.keys", "dead_keys", "resource", []),
        ("resources[name].deadGenerations.bytes", "dead_keys_memory_bytes", "resource", []),
        (
            "resources[name].deadGenerations.goneInSeconds", "dead_keys_gone_after_seconds",
            "resource", []
        ),
        ("resources[name].missCauses.cold", "misses_by_cause", "resource", ["cause=cold"]),
        ("resources[name].missCauses.expired", "misses_by_cause", "resource", ["cause=expired"]),
        (
            "resources[name].missCauses.invalidated", "misses_by_cause", "resource",
            ["cause=invalidated"]
        ),
        ("resources[name].missCauses.early", "misses_by_cause", "resource", ["cause=early"]),
        ("resources[name].missCauses.unknown", "misses_by_cause", "resource", ["cause=unknown"]),
        ("versions[name].value", "version_counter", "counter", []),
        ("versions[name].changedAt", "version_counter_changed_timestamp_seconds", "counter", []),
        ("versions[name].changesPerHour", "version_counter_changes_per_hour", "counter", []),
        ("listeners[name].at", "listener_heartbeat_timestamp_seconds", "listener", []),
        ("listeners[name].position", "listener_position", "listener", []),
        ("listeners[name].backlog", "listener_backlog", "listener", []),
        ("listeners[name].secondRemovals", "listener_second_removals", "listener", []),
        ("events.received", "events_received_total", "", []),
        ("events.unknown", "events_unknown_total", "", []),
        ("events.understood", "events_understood_total", "", []),
        ("events.lines", "events_lines_total", "", []),
        ("events.resets", "events_resets_total", "", []),
        ("events.gaps", "events_gaps_total", "", []),
        ("events.lostEntries", "events_lost_entries_total", "", []),
        ("events.dropped", "events_dropped_total", "", []),
        ("events.lagSeconds", "events_lag_seconds", "", []),
        ("events.observedSeconds", "events_observed_seconds", "", []),
        ("events.countedFrom", "events_counted_from_timestamp_seconds", "", []),
    ]

    @Test func theFiguresAreThoseOfTheJSON() throws {
        let json = try JSONDecoder().decode(Figures.self, from: Data(SnapshotJSONTests.full.json()))
        for place in Self.places {
            for (name, value) in json.figures(place.path) {
                let labels = Set(
                    (name.map { ["\(place.label)=\($0)"] } ?? []) + place.extra)
                #expect(
                    Self.value(of: place.metric, labels) == value,
                    "\(place.path) of \(name ?? "all")")
            }
        }
    }

    /// Of the labels those of the place, whatever others there are.
    private static func value(of metric: String, _ labels: Set<String>) -> Double? {
        families.lazy.filter { $0.sampleName == "cachetop_" + metric }.flatMap(\.samples).first {
            labels == Set($0.labels.map { "\($0.name)=\($0.value)" })
        }?.value
    }

    /// What has no metric is said here, with the reason.
    @Test func everyFigureHasAPlace() throws {
        let without = [
            // Settings, and what the windows' and totals' metrics have in other words.
            "intervalSeconds", "resources[].policy.", "windows[]", "total.", "resources[].hitRate",
            "unclassified.",
            // A sum of one: its metrics are resources'.
            // Lists that grow, and lists of keys.
            "history.", "memory.history", "baseline.", "topKeys[]", "inspected.", "minute[]",
            "found.",
            // What another size would bring, and what the configuration says.
            "memoryCurve.", "alertSettings[]",
            "invalidations[]", "timeline[]", "buckets[]", "Examples[]",
            // An alert's metric says that it holds.
            "alerts[].", "endedAlerts[].", "unavailable[].",
            // Lists of what stands out; what is alarming in them is an alert.
            "hotKeys[]", "stampedes[]", "expiryForecast[]", "generations[]", "drift[]",
            "reconciliation.", "findings[]", "neverRead.",
            // How well they are known.
            "missCauses.sampled", "missCauses.error", "resources[].estimated",
            // Labels of steps: the next test.
            "ttlCurve[]",
        ]
        let json = try JSONDecoder().decode(Figures.self, from: Data(SnapshotJSONTests.full.json()))
        let known = Set(Self.places.map { $0.path.replacing(/\[[a-z]+\]/, with: "[]") })
        let missing = json.numberPaths.filter { path in
            !known.contains(path) && !without.contains { path.contains($0) }
        }
        #expect(missing == [])
    }

    @Test func keysAreNoLabels() {
        let text = OpenMetricsText.text(Self.families)
        for key in SnapshotJSONTests.full.topKeys.map(\.key) + ["product:7", "odd"] {
            #expect(!text.contains("\"\(key)\""))
        }
        #expect(!text.contains("cachetop_simulated_hit"))
        var snapshot = SnapshotJSONTests.full
        snapshot.resources[1].ttlCurve = [
            (nil, 0.5), (15, 0.25),
        ].map { ttl, rate in
            var finding = TTLFinding(ttlSeconds: ttl)
            finding.hitRate = rate
            return .init(finding, bytes: nil)
        }
        let curve = OpenMetricsText.text(snapshot.metrics(isLive: false))
        let name = snapshot.resources[1].name
        #expect(curve.contains("{resource=\"\(name)\",ttl_seconds=\"until_invalidated\"} 0.5\n"))
        #expect(curve.contains("{resource=\"\(name)\",ttl_seconds=\"15\"} 0.25\n"))
        #expect(curve.contains("\ncachetop_up 0\n"))
    }
}

/// A JSON document, for its numbers and times.
private indirect enum Figures: Decodable {
    case object([String: Figures])
    case array([Figures])
    case number(Double)
    case text(String)
    case other

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let members = try? value.decode([String: Figures].self) {
            self = .object(members)
        } else if let items = try? value.decode([Figures].self) {
            self = .array(items)
        } else if (try? value.decode(Bool.self)) != nil {
            self = .other
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let moment = try? value.decode(Timestamp.self) {
            self = .number(Double(moment.milliseconds) / 1000)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else {
            self = .other
        }
    }

    private var number: Double? {
        switch self {
        case .number(let number): number
        case .object, .array, .text, .other: nil
        }
    }

    /// The values at `resources[name].keys`, each with the `name` of its element.
    func figures(_ path: String) -> [(name: String?, value: Double?)] {
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        guard let first = parts.first, case .object(let members) = self else {
            return [(nil, number)]
        }
        let rest = parts.count > 1 ? parts[1] : ""
        if let match = first.wholeMatch(of: /([a-zA-Z]+)\[([a-z]+)\]/),
            case .array(let items)? = members[String(match.1)]
        {
            return items.flatMap { item -> [(String?, Double?)] in
                guard case .object(let fields) = item,
                    case .text(let name)? = fields[String(match.2)]
                else { return [] }
                return item.figures(rest).map { (name, $0.value) }
            }
        }
        return (members[first] ?? .other).figures(rest)
    }

    var numberPaths: Set<String> { numberPaths("") }

    private func numberPaths(_ path: String) -> Set<String> {
        switch self {
        case .object(let members):
            Set(members.flatMap { $1.numberPaths(path.isEmpty ? $0 : path + "." + $0) })
        case .array(let items): Set(items.flatMap { $0.numberPaths(path + "[]") })
        case .number: [path]
        case .text, .other: []
        }
    }
}
