import Metrics

/// What the load was and how the shop took it, as text.
struct LoadReport: Sendable {
    let target: String
    let phases: [LoadPhase]
    let totals: LoadStatistics.Totals
    /// From the first arrival to the last answer.
    let elapsed: Duration
    /// Asked beforehand, and in none of the counts.
    var warmUpRequests = 0

    var text: String {
        var lines = [
            row(["resource", "requests", "req/s", "hit rate", "p50 ms", "p95 ms", "p99 ms"])
        ]
        for resource in LoadResource.allCases {
            if let counts = totals.resources[resource] {
                lines.append(row(resource.rawValue, counts))
            }
        }
        lines.append(row("all", totals.all))
        if phases.count > 1 {
            lines.append("")
            lines.append(
                row(["phase", "requests", "shoppers", "hit rate", "p50 ms", "p95 ms", "p99 ms"]))
            for (index, phase) in phases.enumerated() {
                let seen = totals.phases[index]
                lines.append(row(phase.title(index), seen.counts, second: String(seen.flows)))
            }
        }
        return (lines + [""] + notes).joined(separator: "\n")
    }

    /// What the figures leave open, a sentence each.
    private var notes: [String] {
        let all = totals.all
        var notes = [
            "\(all.hits) hits, \(all.misses) misses, \(all.bypasses) bypassed, "
                + "\(all.unmarked) without X-Cache, \(all.failed) failed"
        ]
        if all.notFound > 0 { notes.append("\(all.notFound) not found (404)") }
        let statuses = all.otherStatuses.sorted { $0.key < $1.key }
        if !statuses.isEmpty {
            notes.append(
                "other answers: "
                    + statuses.map { "\($0.value) with status \($0.key)" }
                    .joined(separator: ", "))
        }
        let failures = NoAnswer.allCases.compactMap { kind in
            all.failures[kind].map { "\($0) \(kind.rawValue)" }
        }
        if !failures.isEmpty { notes.append("failed: " + failures.joined(separator: ", ")) }
        if all.limited > 0 {
            let share = all.limited == all.requests ? "all" : "\(all.limited) of \(all.requests)"
            notes.append(
                "the rate limit was hit: \(share) requests were answered 429, and their latency is"
                    + " counted; lower --rps, or raise the shop's limit")
        }
        if totals.shed > 0 {
            notes.append(
                "\(totals.shed) requests were not sent: too many were under way (--concurrency)")
        }
        if totals.longestDelay > .milliseconds(50) {
            notes.append(
                "a request was sent up to \(Int(totals.longestDelay / .milliseconds(1))) ms late,"
                    + " which its latency includes: this machine is busy")
        }
        return notes
    }

    /// One line, for a terminal, about the time since `earlier`.
    static func status(
        _ now: LoadStatistics.Totals, since earlier: LoadStatistics.Totals, seconds: Double,
        phase: String? = nil
    ) -> String {
        let (new, old) = (now.all, earlier.all)
        let asked = new.hits + new.misses - old.hits - old.misses
        let hitRate = asked > 0 ? Double(new.hits - old.hits) / Double(asked) : nil
        let rate = seconds > 0 ? Double(new.requests - old.requests) / seconds : 0
        return (phase.map { "\($0)  " } ?? "") + "\(decimal(rate)) req/s"
            + "  hit rate \(Format.percent(hitRate))"
            + "  p99 \(decimal(new.latency.since(old.latency).milliseconds(percentile: 0.99))) ms"
            + "  in flight \(now.inFlight)" + (new.failed > 0 ? "  failed \(new.failed)" : "")
            + (new.limited > 0 ? "  rate limited \(new.limited)" : "")
            + (now.shed > 0 ? "  not sent \(now.shed)" : "")
    }

    private func row(_ name: String, _ counts: LoadCounts, second: String? = nil) -> String {
        let rate = Double(counts.requests) / max(elapsed / .seconds(1), 0.001)
        return row(
            [
                name, String(counts.requests), second ?? Self.decimal(rate),
                Format.percent(counts.hitRate),
            ]
                + [0.5, 0.95, 0.99].map {
                    Self.decimal(counts.latency.milliseconds(percentile: $0))
                })
    }

    /// The first column is as wide as the longest name of a phase, up to 30.
    private func row(_ cells: [String]) -> String {
        let names = phases.count > 1 ? phases.enumerated().map { $1.title($0).count } : []
        let width = max(10, names.max() ?? 0)
        return cells.enumerated().map { index, cell in
            let padding = String(
                repeating: " ", count: max(0, (index == 0 ? width : 10) - cell.count))
            return index == 0 ? cell + padding : padding + cell
        }.joined()
    }

    private static func decimal(_ value: Double?) -> String {
        value.map { Format.decimal($0, places: 1) } ?? Format.absent
    }
}

extension LoadPhase {
    /// Its name, or its number from 1; at most 30 characters.
    func title(_ index: Int) -> String {
        guard let name, !name.isEmpty else { return "phase \(index + 1)" }
        return name.count > 30 ? name.prefix(29) + "…" : name
    }
}
