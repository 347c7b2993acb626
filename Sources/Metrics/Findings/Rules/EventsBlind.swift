extension FindingRule {
    /// What cachetop can't see makes every other number wrong, so it comes first.
    package static let eventsBlind = FindingRule("eventsBlind") { snapshot in
        rules.flatMap { rule, advice in
            snapshot.alertsNow(rule).map { alert in
                Finding(
                    .critical, subject: alert.subject,
                    evidence: .known([
                        "alert": .text(alert.rule), "value": alert.value.map { .number($0) },
                        "threshold": alert.threshold.map { .number($0) },
                        "example": snapshot.events.example.map { .text($0) },
                    ]), message: words[alert.rule] ?? alert.message, advice: advice)
            }
        }
    }

    private static let words = [
        AlertRule.eventsNotUnderstood.name:
            "Most of what the event source brings is not understood, so hits and misses are wrong.",
        AlertRule.policyMatchesNothing.name:
            "No key in Redis belongs to a resource of the policy, so every number by resource is wrong.",
        AlertRule.eventsLost.name:
            "Entries of the event stream were trimmed before they were read: hits and misses are too low.",
    ]

    private static let rules: [(rule: AlertRule, advice: String)] = [
        (
            .policyMatchesNothing,
            "Run 'cachetop policy check', then set patterns and key-prefix in the file of --config."
        ),
        (
            .eventsNotUnderstood,
            "Run 'cachetop events' to see what arrives, and describe it with --events-line."
        ),
        (.eventsLost, "Publish with a larger MAXLEN."),
    ]
}
