extension AlertRule {
    /// Many copies of a resource expire in the same moment. A burst of a few is a finding, and no alert.
    package static let expiryCliff = AlertRule("expiryCliff", reads: [.timeToLive]) { facts in
        let threshold = ExpiryForecast.Alignment.alarmingShare
        return FindingRule.expiryCliff.findings(in: facts.snapshot).compactMap { finding in
            let forecast = facts.snapshot.expiryForecast.first {
                $0.resource == finding.resource
            }
            guard finding.severity == .warning, let share = forecast?.aligned?.share,
                share >= threshold
            else { return nil }
            return Alert(
                rule: "expiryCliff", severity: .warning, subject: finding.resource, value: share,
                threshold: threshold, message: "\(finding.message) \(finding.advice)")
        }
    }
}
