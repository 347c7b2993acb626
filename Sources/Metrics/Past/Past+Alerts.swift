// The alerts of a moment of the past: those that its screen showed, and no other.

extension Past {
    /// - Parameter outline: of what was noted then; nil: it is forgotten.
    func fillAlerts(
        _ snapshot: inout Snapshot, _ outline: Outline?, of history: History, isReadBack: Bool
    ) {
        let (board, moment) = (history.alertBoard, snapshot.takenAt)
        if !isReadBack, let shown = alertTables.alerts(at: moment) {
            snapshot.alerts = shown
        } else {
            let remembered = board.held(at: moment)
            snapshot.addMissingAlerts(history.alertSettings)
            for (index, alert) in snapshot.alerts.enumerated() where alert.since == nil {
                snapshot.alerts[index].since =
                    remembered.first { AlertIdentity($0) == AlertIdentity(alert) }?.since
            }
            let known = snapshot.alerts + remembered.filter { !snapshot.alerts.hasSame($0) }
            let shown = isReadBack ? nil : outline?.shown(among: known, board, at: moment)
            snapshot.alerts = shown ?? known
        }
        snapshot.endedAlerts = board.ended(by: moment).filter {
            snapshot.alert(named: $0.rule, of: $0.subject)?.since != $0.since
        }
        guard isReadBack || outline == nil else { return }
        let why =
            isReadBack ? "cachetop was not running yet." : "there were too many changes since."
        snapshot.unavailable.append(
            Unavailable(
                what: "alerts", subject: Self.subject, why: "Recorded in part: \(why)",
                state: .notTold))
    }
}

extension Outline {
    /// The alerts that were shown, in words that are known of them; what holds by the numbers and had not begun,
    /// or was over, was not.
    fileprivate func shown(
        among known: [Alert], _ board: AlertBoard, at moment: Timestamp
    ) -> [Alert] {
        let others = known.filter { $0.severity == .info }
        return alerts.map { alert in
            var shown = known.first { AlertIdentity($0) == AlertIdentity(alert) } ?? alert
            shown.severity = alert.severity
            if quiet.contains(AlertIdentity(alert)) { board.complete(&shown, by: moment) }
            return shown
        } + others
    }
}

extension AlertBoard {
    /// One that only stayed for a while, with its course as far as it is known by now.
    fileprivate func complete(_ alert: inout Alert, by moment: Timestamp) {
        let over = ended.filter {
            $0.rule == alert.rule && $0.subject == alert.subject && $0.until <= moment
        }.max { $0.until < $1.until }
        if let over { (alert.since, alert.message) = (over.since, over.message) }
        alert.quietSince = over?.until ?? moment
    }
}

extension [Alert] {
    fileprivate func hasSame(_ alert: Alert) -> Bool {
        contains { AlertIdentity($0) == AlertIdentity(alert) }
    }
}
