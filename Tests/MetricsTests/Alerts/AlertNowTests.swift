import Testing

@testable import Metrics

/// An alert that stays for a while is not one that holds now: what says "now" asks for the latter.
struct AlertNowTests {
    private func snapshot(quiet: Bool) -> Snapshot {
        var snapshot = MadeSnapshot.quiet
        (snapshot.memory.usedBytes, snapshot.memory.maxBytes) = (99, 100)
        snapshot.alerts = [AlertRule.memoryFull, .eventsNotUnderstood].map { rule in
            var alert = Alert(rule: rule.name, severity: .warning, subject: "s", message: "m")
            alert.quietSince = quiet ? start : nil
            return alert
        }
        return snapshot
    }

    @Test func bothQuestions() {
        for rule in [AlertRule.memoryFull, .eventsNotUnderstood] {
            #expect(snapshot(quiet: true).alert(rule) != nil)
            #expect(snapshot(quiet: true).alertNow(rule) == nil)
            #expect(snapshot(quiet: false).alertNow(rule) != nil)
            #expect(snapshot(quiet: false).alertNow(rule, of: "s") != nil)
            #expect(snapshot(quiet: false).alertNow(rule, of: "other") == nil)
        }
    }

    /// Findings are of now.
    @Test func aQuietAlertIsNoFinding() {
        let rules = [FindingRule.memoryFills, .eventsBlind]
        #expect(rules.allSatisfy { $0.findings(in: snapshot(quiet: false)).count == 1 })
        #expect(rules.allSatisfy { $0.findings(in: snapshot(quiet: true)).isEmpty })
    }

    /// What a file was judged by comes back with it.
    @Test func settingsGoThroughTheFile() throws {
        var settings = AlertSettings()
        settings.rules["memoryUnlimited"] = .init()
        settings.rules["memoryUnlimited"]?.isOn = false
        settings.rules["hitRateLow"] = .init()
        settings.rules["hitRateLow"]?.numbers["over"] = 300
        settings.rules["hitRateLow"]?.ofResource["below"] = ["product": 0.85, "search": 0.7]
        let history = History(
            grammar: KeyGrammar(policy: .standard), source: "none", alerts: settings)
        let back = try Snapshot(json: history.snapshot().json())
        #expect(back.alertSettings.map { AlertSettings($0) } == settings)
    }
}
