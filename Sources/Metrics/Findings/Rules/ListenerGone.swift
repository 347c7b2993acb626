extension FindingRule {
    /// A listener that was seen has gone silent: what changes in the catalogue stays in Redis.
    package static let listenerGone = FindingRule("listenerGone") { snapshot in
        snapshot.alertsNow(.listenerSilent).map { alert in
            let name = alert.subject ?? "?"
            return Finding(
                .critical, subject: name,
                evidence: .known(["silentSeconds": alert.value.map { .number($0) }]),
                message:
                    "The listener '\(name)' has gone silent: what changes in the catalogue may stay in Redis "
                    + "until it expires.",
                advice: "Check that 'storefront listen' runs and reaches this Redis.")
        }
    }
}
