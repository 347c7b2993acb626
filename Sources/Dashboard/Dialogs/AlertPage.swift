import Metrics
import Screen

/// The alerts as the page lists them: those that hold by their beginning, the newest first, but causes before
/// what they explain; those that may come back below them, then those that are over. It stands still while it is
/// read, whatever begins or ends meanwhile.
struct AlertPage: Sendable, Hashable {
    let alerts: [Alert]
    let ended: [EndedAlert]
    let takenAt: Timestamp
    /// Why there may have been others at this moment of the past; nil: there were none.
    let unrecorded: String?

    init(_ snapshot: Snapshot) {
        takenAt = snapshot.takenAt
        let now = snapshot.takenAt
        // One that began with this look has no beginning yet.
        let byBeginning = snapshot.urgentAlerts.enumerated().sorted { first, second in
            let (a, b) = (first.element, second.element)
            let (begun, other) = (a.since ?? now, b.since ?? now)
            return begun != other ? begun > other : first.offset < second.offset
        }.map(\.element)
        // A cause stands before what it explains, also when it is over.
        alerts = AlertCauses.first(
            byBeginning.filter(\.isNow) + byBeginning.filter { !$0.isNow })
        ended = snapshot.endedAlerts.enumerated().sorted { first, second in
            let (a, b) = (first.element.until, second.element.until)
            return a != b ? a > b : first.offset > second.offset
        }.map(\.element)
        unrecorded =
            snapshot.unavailable.first { $0.what == "alerts" && $0.subject == Past.subject }?.why
    }

    /// Whether other alerts hold than those that it lists.
    func isOutdated(by snapshot: Snapshot) -> Bool {
        func names(_ alerts: [Alert]) -> Set<[String?]> {
            Set(alerts.map { [$0.rule, $0.subject] })
        }
        return names(alerts) != names(snapshot.urgentAlerts)
    }
}

extension State {
    mutating func openAlerts() {
        alertPage = AlertPage(shown)
        mode = .alerts(offset: 0)
    }

    /// What the open page lists.
    var readAlerts: AlertPage { alertPage ?? AlertPage(shown) }

    /// A key on the page of alerts.
    mutating func pressInAlerts(_ key: KeyPress, offset: Int) {
        if let offset = scrolled(offset, by: key) {
            mode = .alerts(offset: offset)
        } else if Keymap.binding(for: key)?.command == .alerts, readAlerts.isOutdated(by: shown) {
            openAlerts()
        } else {
            mode = .browsing
            alertPage = nil
        }
    }
}
