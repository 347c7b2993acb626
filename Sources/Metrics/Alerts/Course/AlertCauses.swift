/// Which alerts explain others: a cause is read before what follows from it, also when it is over and what
/// follows is not.
package enum AlertCauses {
    private static let hitRates: [AlertRule] = [.hitRateDropped, .hitRateLow, .hitRateUnusual]
    private static let events: [AlertRule] = [
        .eventsUnreadable, .eventsNotUnderstood, .eventsAheadOfClock, .eventsLost, .eventsSilent,
        .eventsLate, .linesDropped,
    ]

    /// By the name of the cause's rule; no rule explains one that explains it.
    static let explained: [String: Set<String>] = {
        let rules: [(AlertRule, [AlertRule])] = [
            (.redisUnavailable, [.eventsLate, .eventsSilent, .listenerSilent, .replicaLags]),
            (
                .databaseEmptied,
                hitRates + [
                    .streamRestarted, .eventsLost, .eventsSilent, .policyMatchesNothing,
                    .counterDrift, .expiryCliff, .listenerSilent,
                ]
            ),
            (.streamRestarted, hitRates + [.eventsLost]),
            (.memoryFull, hitRates + [.evictions, .counterDrift]),
            (.evictions, hitRates + [.counterDrift]),
            (.counterDrift, hitRates + [.deadKeysStay]),
            (.hitRateDropped, [.hitRateLow, .hitRateUnusual]),
            (.expiryCliff, [.hitRateLow, .hitRateUnusual]),
            (.serverBusy, [.eventsLate, .replicaLags]),
        ]
        let explained = rules + events.map { ($0, hitRates) }
        return Dictionary(
            explained.map { ($0.name, Set($1.map(\.name))) }, uniquingKeysWith: { $0.union($1) })
    }()

    package static func explained(by rule: String) -> Set<String> { explained[rule] ?? [] }

    /// What follows may be seen a moment before its cause.
    private static let earlySeconds = 30.0

    /// Whether the first one explains the second.
    package static func explains(_ cause: Alert, _ alert: Alert) -> Bool {
        guard explained[cause.rule]?.contains(alert.rule) == true else { return false }
        guard let began = cause.since, let since = alert.since else { return true }
        return since.seconds(since: began) >= -earlySeconds
    }

    /// In the same order, but that each cause comes before the first of what it explains.
    package static func first(_ alerts: [Alert]) -> [Alert] {
        var ordered: [Int] = []
        var visited: Set<Int> = []
        func visit(_ index: Int) {
            guard visited.insert(index).inserted else { return }
            for other in alerts.indices where explains(alerts[other], alerts[index]) {
                visit(other)
            }
            ordered.append(index)
        }
        alerts.indices.forEach(visit)
        return ordered.map { alerts[$0] }
    }
}

extension Snapshot {
    /// What an operator has to look at: the worst first, but causes before what they explain. What is over
    /// explains what holds, or comes last: it only stays for a while. What is well is not among it.
    package var urgentAlerts: [Alert] {
        let urgent = alerts.filter { $0.severity != .info }
        let now = urgent.filter(\.isNow)
        return AlertCauses.first(
            now.filter { $0.severity == .critical } + now.filter { $0.severity == .warning }
                + urgent.filter { !$0.isNow })
    }
}
