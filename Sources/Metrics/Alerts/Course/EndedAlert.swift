/// An alert that is over, as the snapshot's `endedAlerts[]` has it.
package struct EndedAlert: Sendable, Hashable, Codable, LaterListed {
    package var rule: String
    package var severity: Alert.Severity
    @Nullable package var subject: String?
    package var since: Timestamp
    /// true: it held when cachetop began to watch, at `since`, and maybe long before. null: not known.
    @Nullable package var heldAtStart: Bool?
    /// When it last held.
    package var until: Timestamp
    /// What it said when it last held.
    package var message: String

    package init(_ alert: Alert, since: Timestamp, until: Timestamp) {
        rule = alert.rule
        severity = alert.severity
        subject = alert.subject
        message = alert.message.cut(toBytes: HappeningBook.textLimit)
        heldAtStart = alert.heldAtStart
        self.since = since
        self.until = until
    }
}
