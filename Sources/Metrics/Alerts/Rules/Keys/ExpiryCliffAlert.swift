extension AlertRule {
    /// Many copies of a resource expire in the same moment. A burst of a few is a finding, and no alert.
    package static let expiryCliff = AlertRule(
        "expiryCliff", "many keys of a resource expire within the same 2 s", reads: [.timeToLive],
        numbers: [
            AlertNumber(
                "share", .share, ExpiryForecast.Alignment.alarmingShare, perResource: true)
        ], hold: .long
    ) { facts in
        return FindingRule.expiryCliff.findings(in: facts.snapshot).compactMap { finding in
            let forecast = facts.snapshot.expiryForecast.first {
                $0.resource == finding.resource
            }
            guard finding.severity == .warning, let share = forecast?.aligned?.share,
                let threshold = facts.number("share", for: finding.resource),
                share >= (facts.held(finding.resource) == nil ? threshold : threshold * 0.8)
            else { return nil }
            return Alert(
                rule: "expiryCliff", severity: .warning, subject: finding.resource, value: share,
                threshold: threshold, message: "\(finding.message) \(finding.advice)")
        }
    }
}
