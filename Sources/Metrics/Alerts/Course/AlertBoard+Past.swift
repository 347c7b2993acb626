// Which alerts held at an earlier moment, as far as this run remembers them.

extension AlertBoard {
    /// Those that held then, in the words in which they last were said; what they measured then is not known.
    func held(at moment: Timestamp) -> [Alert] {
        let over = ended.filter { ($0.since...max($0.since, $0.until)).contains(moment) }.map {
            Self.remembered($0.rule, $0.severity, $0.subject, $0.since, $0.message, said: $0.until)
        }
        let holding = reported.filter { $0.since <= moment }.map {
            Self.remembered(
                $0.alert.rule, $0.alert.severity, $0.alert.subject, $0.since, $0.alert.message,
                said: $0.asserted)
        }
        return Self.inOrder(over + holding)
    }

    /// Those that were over by then.
    func ended(by moment: Timestamp) -> [EndedAlert] { ended.filter { $0.until < moment } }

    private static func remembered(
        _ rule: String, _ severity: Alert.Severity, _ subject: String?, _ since: Timestamp,
        _ message: String, said: Timestamp
    ) -> Alert {
        Alert(
            rule: rule, severity: severity, subject: subject, since: since,
            message: "\(message) (Its words of \(said.timeOfDay()) UTC.)")
    }
}

extension History {
    /// What a file says of the alerts of its run.
    package mutating func recall(alertsOf snapshot: Snapshot) {
        alertBoard.recall(ended: snapshot.endedAlerts)
        alertBoard.recall(
            snapshot.alerts.compactMap { alert in
                alert.since.map {
                    AlertBoard.Memory(
                        alert: alert, began: $0, asserted: alert.quietSince ?? snapshot.takenAt)
                }
            })
    }
}
