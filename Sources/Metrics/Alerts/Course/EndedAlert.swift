/// An alert that is over, as the snapshot's `endedAlerts[]` has it.
package struct EndedAlert: Sendable, Hashable, Codable, LaterListed {
    package var rule: String
    package var severity: Alert.Severity
    @Nullable package var subject: String?
    package var since: Timestamp
    /// When it last held.
    package var until: Timestamp
    /// What it said when it last held.
    package var message: String

    package init(_ alert: Alert, since: Timestamp, until: Timestamp) {
        rule = alert.rule
        severity = alert.severity
        subject = alert.subject
        message = alert.message
        self.since = since
        self.until = until
    }
}
