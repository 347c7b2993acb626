extension Snapshot {
    /// The alert of a rule; nil: it does not hold.
    /// - Parameter subject: of a rule that can hold for several things, the one that is meant.
    package func alert(_ rule: AlertRule, of subject: String? = nil) -> Alert? {
        alert(named: rule.name, of: subject)
    }

    /// The alert of a rule whose condition holds at this moment; nil: it does not, though its alert may stay
    /// for a while.
    package func alertNow(_ rule: AlertRule, of subject: String? = nil) -> Alert? {
        alertsNow(rule).first { subject == nil || $0.subject == subject }
    }

    /// All of a rule that can hold for several things.
    func alertsNow(_ rule: AlertRule) -> [Alert] {
        alerts.filter { $0.rule == rule.name && $0.isNow }
    }

    func alert(named rule: String, of subject: String? = nil) -> Alert? {
        alerts.first { $0.rule == rule && (subject == nil || $0.subject == subject) }
    }

    /// Adds the alerts of rules that the cachetop which wrote this snapshot did not have.
    package mutating func addMissingAlerts(_ settings: AlertSettings = AlertSettings()) {
        var facts = AlertFacts(snapshot: self)
        facts.settings = settings
        facts.snapshot.alerts = []
        let known = Set(alerts.map(\.rule))
        alerts += facts.alerts(of: AlertRule.all.filter { !known.contains($0.name) })
    }
}
