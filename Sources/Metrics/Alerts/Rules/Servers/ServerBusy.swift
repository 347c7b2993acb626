extension AlertRule {
    /// Redis uses most of the one core that runs its commands.
    package static let serverBusy = AlertRule(
        "serverBusy", "Redis uses most of a core, for half a minute", reads: [.cpu],
        needsSeconds: 30,
        numbers: [
            AlertNumber("warning", .share, 0.8), AlertNumber("critical", .share, 0.95),
        ], hold: AlertHold(beginsAfter: 30, endsAfter: 30)
    ) { facts in
        guard let ratio = facts.snapshot.server.cpuRatio,
            let level = facts.level(of: ratio, endingAt: { $0 - 0.1 })
        else { return [] }
        return [
            Alert(
                rule: "serverBusy", severity: level.severity, value: ratio, threshold: level.bound,
                message: "Redis uses \(Format.percent(ratio)) of a core; commands run on one. Look "
                    + "at INFO commandstats and SLOWLOG GET for what is expensive, or spread the load."
            )
        ]
    }
}
