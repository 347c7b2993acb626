extension History {
    /// What holds over a snapshot of this history.
    /// - Parameter isFinal: no more will be observed.
    package func alerts(over snapshot: Snapshot, isFinal: Bool = false) -> [Alert] {
        let facts = AlertFacts(snapshot: snapshot, history: self, isFinal: isFinal)
        return alertBoard.dated(AlertRule.all.flatMap { $0.alerts(facts) })
    }

    /// Remembers since when the alerts that were derived at `now` hold, and that others ended.
    package mutating func note(_ alerts: [Alert], at now: Timestamp) {
        alertBoard.note(alerts, at: now)
        let entries = detectors.alerts.note(alerts, at: now, isStarting: isStarting(at: now))
        for entry in entries { happened.put(entry) }
    }
}
