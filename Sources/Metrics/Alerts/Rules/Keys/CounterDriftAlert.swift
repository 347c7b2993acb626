extension AlertRule {
    /// A counter and the keys that should carry its value do not go together, so that raising it does not
    /// do what it should. Of each counter the gravest.
    package static let counterDrift = AlertRule(
        "counterDrift", "a counter and its keys do not agree", reads: [.counters], hold: .long
    ) { facts in
        FindingRule.counterDrift.findings(in: facts.snapshot).compactMap { finding in
            guard finding.severity != .info else { return nil }
            return Alert(
                rule: "counterDrift", severity: finding.severity, subject: finding.subject,
                message: "\(finding.message) \(finding.advice)")
        }.sorted { ($0.subject ?? "") < ($1.subject ?? "") }
    }
}
