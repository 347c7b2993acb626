extension AlertRule {
    /// A replica of this server has not acknowledged for long or is not online; or this server is a replica
    /// and has lost its primary.
    package static let replicaLags = AlertRule(
        "replicaLags", "a replica is behind its primary, or cut off from it",
        reads: [.replication],
        numbers: [
            AlertNumber("warning", .seconds, 10), AlertNumber("critical", .seconds, 60),
        ], hold: AlertHold(beginsAfter: 0, endsAfter: 15)
    ) { facts in
        (facts.history?.server.latest?.replicationLags ?? []).compactMap { lag in
            guard
                let level = facts.level(
                    of: lag.seconds, subject: lag.endpoint, endingAt: { $0 / 2 })
            else { return nil }
            return Alert(
                rule: "replicaLags", severity: level.severity, subject: lag.endpoint,
                value: lag.seconds, threshold: level.bound, message: lag.message)
        }
    }
}

extension ReplicationLag {
    fileprivate var message: String {
        switch kind {
        case .replica:
            "The replica \(endpoint) last acknowledged \(Format.span(seconds)) ago: what it serves is "
                + "old, and a failover to it would lose writes. Check its network and its load."
        case .primary:
            "This replica has not heard from its primary \(endpoint) for \(Format.span(seconds)): its "
                + "copies are old. Check that the primary runs and can be reached."
        }
    }
}
