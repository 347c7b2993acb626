import Foundation

/// What the load was and how the shop took it, as text.
struct LoadReport {
    let totals: LoadStatistics.Totals
    let elapsed: Duration
    let lostEvents: Int

    var text: String {
        var lines = [
            row(["resource", "requests", "req/s", "hit rate", "p50 ms", "p95 ms", "p99 ms"])
        ]
        for resource in ShopResource.allCases {
            if let counts = totals.resources[resource] {
                lines.append(row(resource.rawValue, counts))
            }
        }
        let all = totals.all
        lines.append(row("all", all))
        lines.append("")
        lines.append(
            "\(all.hits) hits, \(all.misses) misses, \(all.bypasses) bypassed, "
                + "\(all.failures) failed; \(totals.changes) changes of the catalogue")
        if totals.shed > 0 {
            lines.append(
                "\(totals.shed) requests were not sent: too many were under way (--concurrency)")
        }
        if totals.longestDelay > .milliseconds(50) {
            lines.append(
                "the load generator was up to \(milliseconds) ms late: this machine is busy")
        }
        if lostEvents > 0 { lines.append("\(lostEvents) events did not reach the stream") }
        return lines.joined(separator: "\n")
    }

    /// One line, for a terminal, about the time since `earlier`.
    static func status(
        _ now: LoadStatistics.Totals, since earlier: LoadStatistics.Totals, seconds: Double,
        isConnected: Bool
    ) -> String {
        let (new, old) = (now.all, earlier.all)
        let asked = new.hits + new.misses - old.hits - old.misses
        let hitRate = asked > 0 ? percent(Double(new.hits - old.hits) / Double(asked)) : "-"
        return "\(rate(Double(new.requests - old.requests) / seconds)) req/s  hit rate \(hitRate)"
            + "  p99 \(format(new.latency.milliseconds(percentile: 0.99))) ms"
            + "  in flight \(now.inFlight)  changes \(now.changes)"
            + (isConnected ? "" : "  no Redis: all from the catalogue")
    }

    private var milliseconds: Int { Int(totals.longestDelay / .milliseconds(1)) }

    private func row(_ name: String, _ counts: LoadStatistics.Counts) -> String {
        row(
            [
                name, String(counts.requests),
                Self.rate(Double(counts.requests) / max(elapsed / .seconds(1), 0.001)),
                counts.hitRate.map(Self.percent) ?? "-",
            ] + [0.5, 0.95, 0.99].map { Self.format(counts.latency.milliseconds(percentile: $0)) })
    }

    private func row(_ cells: [String]) -> String {
        cells.enumerated().map { index, cell in
            let padding = String(repeating: " ", count: max(0, 10 - cell.count))
            return index == 0 ? cell + padding : padding + cell
        }.joined()
    }

    private static func percent(_ ratio: Double) -> String {
        String(format: "%.1f%%", ratio * 100)
    }
    private static func rate(_ value: Double) -> String { String(format: "%.1f", value) }
    private static func format(_ value: Double?) -> String {
        value.map { String(format: "%.1f", $0) } ?? "-"
    }
}
