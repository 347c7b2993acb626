import Metrics
import Screen

// The list under the cursor, as a file.

extension State {
    mutating func exportList() -> [Effect] {
        guard let list = exportedList else {
            say("There is no list here to write; Tab or a digit selects a panel.")
            return []
        }
        return [.export(list)]
    }

    /// nil: it is of one resource, and of which was not said.
    func exported(_ list: ExportedList, of name: String?) -> FileExport? {
        switch list {
        case .overPolicy: return name.flatMap { keyList(.overPolicy, of: $0) }
        case .withoutExpiry: return name.flatMap { keyList(.withoutExpiry, of: $0) }
        case .missedKeys:
            guard let name else { return missedKeyList("missed-keys", topKeyRows) }
            return missedKeyList("missed-keys-\(name)", missedKeys(of: name))
        case .resourceTable: return resourceList
        case .counters: return versionList
        case .happenings: return timelineList
        }
    }

    private var exportedList: FileExport? {
        switch view {
        case .keys(let kind, let name): return keyList(kind, of: name)
        case .key, .findings, .why: return nil
        case .resource(let name): return exported(.missedKeys, of: name)
        case .dashboard: break
        }
        return Self.lists[focus].flatMap { exported($0, of: nil) }
    }

    /// Panels without one have no list.
    private static let lists: [PanelID: ExportedList] = [
        .resources: .resourceTable, .ttl: .resourceTable, .topKeys: .missedKeys,
        .versions: .counters, .timeline: .happenings,
    ]

    /// How many of the keys that the sweep counted are known by name.
    func words(for kind: KeyListKind, of report: ResourceReport) -> String {
        guard let ttl = report.ttl else { return "" }
        let (shown, all) = (kind.examples(in: ttl).count, kind.count(in: ttl))
        guard shown < all else { return Format.keys(all) }
        let least = report.estimated == true ? "at least " : ""
        return "\(Format.grouped(shown)) of \(least)\(Format.keys(all))"
    }

    private func keyList(_ kind: KeyListKind, of name: String) -> FileExport? {
        guard let report = resource(name) else { return nil }
        let rows = examples(kind, of: name)
        let word = kind == .overPolicy ? "over" : "none"
        return FileExport(
            name: "ttl-\(word)-\(name)", at: shown.takenAt,
            contents: filter.isEmpty ? words(for: kind, of: report) : Format.keys(rows.count),
            header: ["key", "resource", "policy_ttl_seconds", "ttl_seconds", "bytes", "swept_at"],
            rows: rows.map { key in
                [
                    .text(key.key), .text(name), .count(UInt64(clamping: report.policy.ttlSeconds)),
                    .decimal(key.ttlSeconds, places: 3), .count(key.bytes),
                    .moment(report.sweptAt),
                ]
            })
    }

    private func missedKeyList(_ name: String, _ keys: [Snapshot.TopKey]) -> FileExport {
        let order = shownKeyOrder
        let seconds = order.window == .all ? nil : UInt64(order.window.rawValue)
        return FileExport(
            name: name, at: shown.takenAt, contents: Format.keys(keys.count),
            header: [
                "key", "resource", "window_seconds", "misses", "hits", "hit_rate", "ttl_seconds",
                "bytes",
            ],
            rows: keys.map { key in
                let counts = order.counts(of: key) ?? HitCounts()
                return [
                    .text(key.key), .text(key.resource ?? ""), .count(seconds),
                    .count(counts.misses), .count(counts.hits),
                    .decimal(counts.hitRate, places: 4), .decimal(key.ttlSeconds, places: 3),
                    .count(key.bytes),
                ]
            })
    }

    private var resourceList: FileExport {
        FileExport(
            name: "resources", at: shown.takenAt,
            contents: "\(resourceRows.count) resources",
            header: [
                "resource", "lookups_per_second", "hit_rate_10s", "hit_rate_60s", "hit_rate_300s",
                "hits", "misses", "keys", "bytes", "policy_ttl_seconds", "over_policy", "no_expiry",
                "p50_seconds", "p90_seconds", "swept_at",
            ],
            rows: resourceRows.map { report in
                let rates = Window.lengths.map { seconds in
                    CSV.Cell.decimal(
                        report.windows.first { $0.seconds == seconds }?.hitRate, places: 4)
                }
                let ttl = report.ttl
                return [
                    .text(report.name),
                    .decimal(report.windows.first?.lookupsPerSecond, places: 1),
                ] + rates + [
                    .count(report.hits), .count(report.misses), .count(report.keys),
                    .count(report.bytes), .count(UInt64(clamping: report.policy.ttlSeconds)),
                    .count(ttl.map { UInt64(clamping: $0.overPolicy) }),
                    .count(ttl.map { UInt64(clamping: $0.withoutExpiry) }),
                    .decimal(ttl?.p50Seconds, places: 3), .decimal(ttl?.p90Seconds, places: 3),
                    .moment(report.sweptAt),
                ]
            })
    }

    private var versionList: FileExport {
        FileExport(
            name: "versions", at: shown.takenAt, contents: "\(versionRows.count) counters",
            header: ["counter", "value", "changed_at", "changes_per_hour"],
            rows: versionRows.map { version in
                [
                    .text(version.key), version.value.map { .number(String($0)) } ?? .none,
                    .moment(version.changedAt), .decimal(version.changesPerHour, places: 2),
                ]
            })
    }

    /// A row a record where there are records, else one a happening.
    private var timelineList: FileExport {
        let rows = timelineRows.flatMap { row in
            row.records.isEmpty
                ? [exported(row.entry)] : row.records.reversed().map { exported($0) }
        }
        return FileExport(
            name: "timeline", at: shown.takenAt, contents: "\(rows.count) rows",
            header: [
                "at", "what", "by", "via", "outcome", "keys_removed", "from", "to",
                "edge_stale_until", "message",
            ], rows: rows)
    }

    private func exported(_ entry: TimelineEntry) -> [CSV.Cell] {
        [
            .moment(entry.at), .text(entry.kind.rawValue), .text(entry.by ?? ""),
            entry.via.map { .text($0.rawValue) } ?? .none, .none, .count(entry.keys),
            entry.from.map { .text($0) } ?? .none, entry.to.map { .text($0) } ?? .none, .none,
            .text(entry.message),
        ]
    }

    private func exported(_ record: InvalidationRecord) -> [CSV.Cell] {
        [
            .moment(record.at), .text(record.scope), .text(record.by ?? ""),
            .text(record.via.rawValue), .text(record.outcome.rawValue),
            .count(record.keysRemoved),
            record.from.map { .number(String($0)) } ?? .none,
            record.to.map { .number(String($0)) } ?? .none,
            .moment(record.edgeStaleUntil), .text(record.message),
        ]
    }
}
