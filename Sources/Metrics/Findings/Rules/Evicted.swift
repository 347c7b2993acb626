extension FindingRule {
    /// Redis takes copies before their time because memory is full.
    package static let evicted = FindingRule("evicted") { snapshot in
        let rate = snapshot.server.evictedPerSecond ?? 0
        let total = snapshot.recent(.evictions).compactMap(\.keys).reduce(UInt64(0), saturatingSum)
        guard rate > 0 || total > 0 else { return [] }
        let early = snapshot.resources.max { earlyMisses($0) < earlyMisses($1) }
        let most = early.flatMap { earlyMisses($0) > 0 ? $0 : nil }
        return [
            Finding(
                .warning, resource: most?.name,
                impact: most.flatMap { report in
                    snapshot.impact(
                        of: report,
                        share: Double(earlyMisses(report))
                            / Double(max(1, saturatingSum(report.hits, report.misses))))
                },
                evidence: .known([
                    "evictedPerSecond": .number(rate), "evicted": total > 0 ? .count(total) : nil,
                    "earlyMisses": most.map { .count(earlyMisses($0)) },
                    "policy": snapshot.memory.policy.map { .text($0) },
                ]),
                endedAt: rate > 0
                    ? nil : snapshot.recent(.evictions).map { $0.until ?? $0.at }.max(),
                message: (rate > 0
                    ? "Memory is full, and Redis evicts \(Format.rate(rate)) keys a second"
                    : "Redis evicted \(Format.keys(total))")
                    + (most.map {
                        ": \(Format.grouped(earlyMisses($0))) look-ups of \($0.name) missed a copy that was "
                            + "gone before its time."
                    } ?? "."),
                advice: "Raise maxmemory, or keep copies for a shorter time.")
        ]
    }

    private static func earlyMisses(_ report: ResourceReport) -> UInt64 {
        report.missCauses?.early ?? 0
    }
}
