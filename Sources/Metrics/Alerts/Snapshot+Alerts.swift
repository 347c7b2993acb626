extension Snapshot {
    /// The alert of a rule; nil: it does not hold.
    /// - Parameter subject: of a rule that can hold for several things, the one that is meant.
    package func alert(_ rule: AlertRule, of subject: String? = nil) -> Alert? {
        alerts.first { $0.rule == rule.name && (subject == nil || $0.subject == subject) }
    }

    /// Adds the alerts of rules that the cachetop which wrote this snapshot did not have.
    package mutating func addMissingAlerts() {
        var facts = AlertFacts(snapshot: self)
        facts.snapshot.alerts = []
        let known = Set(alerts.map(\.rule))
        alerts += AlertRule.all.filter { !known.contains($0.name) }.flatMap { $0.alerts(facts) }
    }
}
