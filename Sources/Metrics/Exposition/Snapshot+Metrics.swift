extension Snapshot {
    /// The snapshot's figures as metrics. Names of keys are in none of them: each would be a series of its
    /// own for ever.
    /// - Parameter isLive: whether Redis answers now; else the figures are those of `takenAt`.
    package func metrics(isLive: Bool) -> [MetricFamily] {
        var families = MetricFamilies()
        families.info(
            "build", "The cachetop that gives these metrics.",
            [("version", CachetopVersion.current)])
        families.gauge("up", "Whether Redis answers: 1 or 0.", isLive ? 1 : 0)
        families.gauge(
            "snapshot_timestamp", unit: "seconds",
            "When the figures were taken, on the server's clock.", takenAt)
        addServer(to: &families)
        addMemory(to: &families)
        addLookups(to: &families)
        addKeys(to: &families)
        addTimesToLive(to: &families)
        addInsight(to: &families)
        addCounters(to: &families)
        addEvents(to: &families)
        addAlerts(to: &families)
        return families.all
    }

    private func addAlerts(to families: inout MetricFamilies) {
        families.gauge(
            "alert", "1 for each alert that holds.",
            alerts.map { alert in
                (
                    [
                        "rule": alert.rule, "severity": alert.severity.rawValue,
                        "subject": alert.subject ?? "",
                    ], 1
                )
            })
        families.gauge(
            "unavailable",
            "1 for each part that could not be measured, or is old: its metrics are missing, or of then.",
            unavailable.uniqueParts.map { part in
                (["field": part.what, "state": part.state?.rawValue ?? ""], 1)
            })
    }
}

extension [Unavailable] {
    /// Several subjects of one field and state are one series.
    fileprivate var uniqueParts: [Unavailable] {
        var seen: Set<[String]> = []
        return filter { seen.insert([$0.what, $0.state?.rawValue ?? ""]).inserted }
    }
}
