/// Remembers since when each alert holds. An alert that stops for one sample and comes back is new.
struct AlertBoard: Sendable {
    private struct Identity: Hashable, Sendable {
        var rule: String
        var subject: String?

        init(_ alert: Alert) {
            rule = alert.rule
            subject = alert.subject
        }
    }

    private var since: [Identity: Timestamp] = [:]

    /// The alerts that hold at `now`: begins to remember new ones and forgets those that ended.
    mutating func note(_ alerts: [Alert], at now: Timestamp) {
        var next: [Identity: Timestamp] = [:]
        for alert in alerts {
            let identity = Identity(alert)
            next[identity] = alert.since ?? since[identity] ?? now
        }
        since = next
    }

    /// The same alerts with their beginning filled in where it is known.
    func dated(_ alerts: [Alert]) -> [Alert] {
        alerts.map { alert in
            var alert = alert
            alert.since = alert.since ?? since[Identity(alert)]
            return alert
        }
    }
}
