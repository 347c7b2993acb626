extension History {
    /// What holds over a snapshot of this history.
    /// - Parameter isFinal: no more will be observed.
    package func alerts(over snapshot: Snapshot, isFinal: Bool = false) -> [Alert] {
        let facts = AlertFacts(snapshot: snapshot, history: self, isFinal: isFinal)
        return alertBoard.shown(
            facts.alerts(), over: facts.over, at: snapshot.takenAt, isFinal: isFinal)
    }

    /// Remembers which conditions hold over a snapshot of this history.
    /// - Returns: which alerts began or ended.
    @discardableResult
    package mutating func note(alertsOf snapshot: Snapshot, at now: Timestamp) -> [AlertChange] {
        let facts = AlertFacts(snapshot: snapshot, history: self)
        return note(facts.alerts(), over: facts.over, at: now)
    }

    @discardableResult
    mutating func note(
        _ asserted: [Alert], over: Set<AlertIdentity> = [], at now: Timestamp
    ) -> [AlertChange] {
        let changes: [AlertChange]
        if let outage {
            // Without an answer all other conditions are those of the last one: only this goes on.
            changes = alertBoard.note(
                asserted, at: outage.latest, isStarting: !hasAnswered,
                only: AlertRule.redisUnavailable.name)
        } else {
            changes = alertBoard.note(
                asserted, over: over, at: now, isStarting: isStarting(at: now))
        }
        noteDrops(at: now)
        let entries =
            changes.compactMap(AlertLog.entry(_:))
            + alertBoard.endedUnreported.compactMap(AlertLog.entry(_:))
        for entry in entries { happened.put(entry) }
        return changes
    }

    /// What the hit rates were before the start, as far as the stream still had them.
    package mutating func observe(_ hour: StreamHour) { usual.fill(hour) }

    /// What became of the command of `--on-alert`.
    package mutating func observe(_ outcome: AlertCallOutcome) { alertCall = outcome }
}
