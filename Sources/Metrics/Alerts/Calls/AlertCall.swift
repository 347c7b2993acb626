import FoundationEssentials

/// One document for the command of `--on-alert`: what happened to the alerts of one rule since the last.
package struct AlertCall: Sendable, Hashable {
    package static let schema = "cachetop.alert/1"

    package var rule: String
    package var changes: [AlertChange]

    /// - Parameters:
    ///   - moment: on the server's clock.
    ///   - endpoint: without a password.
    package func json(at moment: Timestamp, endpoint: String) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let document = Document(
            at: moment, endpoint: endpoint, rule: rule, alerts: changes.map(Document.Entry.init))
        return JSONText.escapingControls(Array(try encoder.encode(document)))
            + [UInt8(ascii: "\n")]
    }

    private struct Document: Encodable {
        struct Entry: Encodable {
            var event: AlertChange.Event
            var heldAtStart: Bool
            var severity: Alert.Severity
            @Nullable var subject: String?
            @Nullable var value: Double?
            @Nullable var threshold: Double?
            @Nullable var since: Timestamp?
            @Nullable var until: Timestamp?
            var message: String

            init(_ change: AlertChange) {
                let alert = change.alert
                (event, heldAtStart) = (change.event, change.heldAtStart)
                (severity, message) = (alert.severity, alert.message)
                (subject, value) = (alert.subject, alert.value)
                (threshold, since) = (alert.threshold, alert.since)
                until = change.until
            }
        }

        var schema = AlertCall.schema
        var at: Timestamp
        var endpoint: String
        var rule: String
        var alerts: [Entry]
    }
}
