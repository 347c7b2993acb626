import Metrics

extension State {
    /// Which alerts began or ended with a look, for whoever is told.
    mutating func noteAlerts(of fresh: Snapshot, at moment: Timestamp) {
        take(history.note(alertsOf: fresh, at: moment))
    }

    /// Time goes by without an answer: that it does is an alert, and nothing else moves.
    mutating func noteSilence() -> [Effect] {
        guard history.isUnanswered, !isLive, !isReplay else { return [] }
        let changes = history.noteSilence(at: serverNow)
        take(changes)
        // It is in the timeline, too.
        if changes.isEmpty { refreshAlerts() } else { refresh() }
        return passAlertsOn()
    }

    private mutating func take(_ changes: [AlertChange]) {
        guard setting.passesAlertsOn || setting.ringsBell else { return }
        alertChanges += changes
    }

    /// The bell rings once for all that begins with a look; what held at the start did not begin.
    mutating func passAlertsOn() -> [Effect] {
        guard !alertChanges.isEmpty else { return [] }
        defer { alertChanges = [] }
        let hasBegun = alertChanges.contains { $0.event != .ended && !$0.heldAtStart }
        return (setting.ringsBell && hasBegun ? [.ring] : [])
            + (setting.passesAlertsOn ? [.passOn(alertChanges, at: serverNow)] : [])
    }
}
