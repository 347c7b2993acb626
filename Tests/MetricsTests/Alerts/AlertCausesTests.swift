import Testing

@testable import Metrics

/// A cause is read before what follows from it.
struct AlertCausesTests {
    private func alert(
        _ rule: AlertRule, _ severity: Alert.Severity = .warning, at seconds: Double = 0,
        endedAt end: Double? = nil
    ) -> Alert {
        var alert = Alert(
            rule: rule.name, severity: severity, subject: "a", since: moment(seconds), message: "")
        alert.quietSince = end.map { moment($0) }
        return alert
    }

    private func order(_ alerts: [Alert]) -> [String] {
        var snapshot = History.standard.snapshot()
        snapshot.alerts = alerts
        return snapshot.urgentAlerts.map(\.rule)
    }

    /// The trial: the flush had ended, its consequences had not, and it stood behind "+4 more".
    @Test func aFlushThatIsOverComesBeforeWhatHolds() {
        let found = order([
            alert(.hitRateDropped), alert(.databaseEmptied, .critical, at: -1, endedAt: 130),
            alert(.streamRestarted, at: 1), alert(.counterDrift, .critical, at: 2),
        ])
        #expect(found == ["databaseEmptied", "counterDrift", "streamRestarted", "hitRateDropped"])
    }

    /// What had held for long before is not its work.
    @Test func whatWasThereBeforeIsNotExplained() {
        let found = order([
            alert(.databaseEmptied, .critical, at: 600, endedAt: 700), alert(.hitRateLow, at: 0),
        ])
        #expect(found == ["hitRateLow", "databaseEmptied"])
    }

    @Test func aWarningThatExplainsComesBeforeWhatIsGraver() {
        let found = order([
            alert(.keysOverTTL, .critical), alert(.hitRateLow, .critical), alert(.eventsLost),
        ])
        #expect(found == ["keysOverTTL", "eventsLost", "hitRateLow"])
    }

    /// Chance decides what holds: each cause is before what it explains, none is lost or doubled.
    @Test(arguments: 1...100)
    func noConsequenceIsReadFirst(seed: Int) {
        var dice = SplitMix64(seed: UInt64(seed))
        let alerts = AlertRule.all.shuffled(using: &dice).prefix(12).map { rule in
            alert(
                rule, Bool.random(using: &dice) ? .critical : .warning,
                at: Double.random(in: 0...20, using: &dice),
                endedAt: Bool.random(using: &dice) ? 30 : nil)
        }
        let ordered = AlertCauses.first(alerts)
        #expect(Set(ordered) == Set(alerts) && ordered.count == alerts.count)
        for (place, alert) in ordered.enumerated() {
            let later = ordered[(place + 1)...].filter { AlertCauses.explains($0, alert) }
            #expect(later.isEmpty, "\(alert.rule) before \(later.map(\.rule))")
        }
    }

    /// No rule explains itself, by however many steps: then there is an order.
    @Test func causesHaveAnOrder() {
        let names = Set(AlertRule.all.map(\.name))
        for (cause, explained) in AlertCauses.explained {
            #expect(names.contains(cause) && explained.isSubset(of: names))
            var seen: Set<String> = []
            var next = Array(explained)
            while let name = next.popLast() {
                guard seen.insert(name).inserted else { continue }
                next += AlertCauses.explained[name] ?? []
            }
            #expect(!seen.contains(cause), "\(cause)")
        }
    }
}
