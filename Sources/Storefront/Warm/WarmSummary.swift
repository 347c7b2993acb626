import Metrics

/// What was warmed, as text.
struct WarmSummary: Sendable {
    let totals: WarmTally.Totals
    let wanted: Int
    let elapsed: Duration
    /// When the last copy was written.
    let end: ContinuousClock.Instant
    let policy: CachePolicy

    var text: String {
        var lines = [row(["resource", "filled", "already there", "not found", "failed", "ttl"])]
        for resource in WarmRun.order(policy) {
            guard let counts = totals.rows[resource] else { continue }
            let ttl = policy[resource.rawValue].map { "\($0.ttlSeconds)s" }
            lines.append(row(resource.rawValue, counts, ttl: ttl ?? Format.absent))
        }
        let all = totals.all
        lines.append(row("all", all, ttl: ""))
        lines.append("")
        lines.append(
            "\(all.done) of \(wanted) in \(Format.duration(elapsed / .seconds(1)))")
        return (lines + notes).joined(separator: "\n")
    }

    /// Copies that did not live to see the end.
    private var notes: [String] {
        WarmRun.order(policy).compactMap { resource in
            guard let ttl = policy[resource.rawValue]?.ttlSeconds,
                let first = totals.rows[resource]?.firstFill, end - first > .seconds(ttl)
            else { return nil }
            return "the first copies of \(resource.rawValue) live \(ttl) s and are gone already"
        }
    }

    /// One line, for a terminal.
    static func progress(
        _ totals: WarmTally.Totals, wanted: Int, elapsed: Duration
    ) -> String {
        let done = totals.all.done
        let rate = Double(done) / max(elapsed / .seconds(1), 0.001)
        return "\(done) of \(wanted)  \(totals.last?.rawValue ?? "")  \(Format.rate(rate))/s"
    }

    private func row(_ name: String, _ counts: WarmTally.Row, ttl: String) -> String {
        row(
            [name] + [counts.filled, counts.there, counts.notFound, counts.failed].map(String.init)
                + [ttl])
    }

    private func row(_ cells: [String]) -> String {
        let widths = [10, 8, 15, 11, 8, 7]
        let text = zip(cells, widths).enumerated().map { index, cell in
            let padding = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
            return index == 0 ? cell.0 + padding : padding + cell.0
        }.joined()
        return String(text.reversed().drop { $0 == " " }.reversed())
    }
}
