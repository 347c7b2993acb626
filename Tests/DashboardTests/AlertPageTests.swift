import Dashboard
import Metrics
import Screen
import Testing

/// The page of alerts: in the order of their beginnings, still while it is read; and who is told of them.
struct AlertPageTests {
    private func alert(_ rule: String, since seconds: Double?, quiet: Double? = nil) -> Alert {
        var alert = Alert(
            rule: rule, severity: rule == "memoryFull" ? .critical : .warning,
            since: seconds.map { Shop.noon.adding(seconds: $0) }, message: "Sentence of \(rule).")
        alert.quietSince = quiet.map { Shop.noon.adding(seconds: $0) }
        return alert
    }

    private func ended(_ rule: String, from: Double, to: Double) -> EndedAlert {
        EndedAlert(
            alert(rule, since: from), since: Shop.noon.adding(seconds: from),
            until: Shop.noon.adding(seconds: to))
    }

    /// Which of these words the page has, from top to bottom.
    private func order(_ words: [String], in state: State) -> [String] {
        let lines = state.draw().lines
        return words.compactMap { word in
            lines.firstIndex { $0.contains(word) }.map { ($0, word) }
        }.sorted { $0.0 < $1.0 }.map(\.1)
    }

    private func state() -> State {
        var state = Shop.busy(ScreenTests.wide)
        state.shown.alerts = [
            alert("memoryFull", since: -300), alert("keysOverTTL", since: -30, quiet: -2),
            alert("eventsLate", since: -90),
        ]
        state.shown.endedAlerts = [
            ended("evictions", from: -900, to: -800), ended("serverBusy", from: -700, to: -600),
        ]
        return state
    }

    @Test func theNewestFirstThenWhatIsOver() {
        var state = state()
        _ = state.press("a")
        let rules = ["memoryFull", "keysOverTTL", "eventsLate"].map { "Sentence of \($0)" }
        #expect(order(rules, in: state) == [rules[2], rules[0], rules[1]])
        let lines = state.draw().lines.joined(separator: "\n")
        #expect(lines.contains("(It ended at 14:03:20, unless it comes back.)"))
        #expect(
            order(
                ["Ended", "13:51:42 to 13:53:22 (1m40s)", "13:48:22 to 13:50:02 ("], in: state
            ).count == 3)
        #expect(
            order(["Ended", "13:51:42", "13:48:22"], in: state)
                == ["Ended", "13:51:42", "13:48:22"])
    }

    /// What begins or ends meanwhile moves nothing; it is said, and `a` shows it.
    @Test func itStandsStillWhileItIsRead() {
        var state = state()
        _ = state.press("a")
        let before = state.draw().lines
        #expect(!before.joined().contains("changed since"))
        state.shown.alerts[0] = alert("memoryUnlimited", since: -1)
        let after = state.draw().lines
        #expect(after.joined().contains("changed since: a"))
        #expect(!after.joined().contains("Sentence of memoryUnlimited"))
        #expect(order(["Sentence of memoryFull"], in: state).count == 1)
        _ = state.press("a")
        #expect(state.draw().lines.joined().contains("Sentence of memoryUnlimited"))
        // Unchanged, it closes as by any other key.
        _ = state.press("a")
        #expect(state.mode == .browsing)
    }

    @Test func withoutAlertsWhatIsOverIsThere() {
        var state = state()
        state.shown.alerts = []
        _ = state.press("a")
        #expect(order(["no alerts", "Ended", "13:51:42"], in: state).count == 3)
    }

    // MARK: Who is told

    /// Memory that is full from the 30th second on, looked at once a second.
    private func effects(bell: Bool, command: Bool, fromStart: Bool = false) -> [Effect] {
        var setting = Shop.setting()
        setting.ringsBell = bell
        setting.passesAlertsOn = command
        var state = Shop.starting(ScreenTests.wide, setting: setting)
        _ = state.update(.observed(.link(.live), at: 100))
        return (0..<60).flatMap { second -> [Effect] in
            let used = fromStart || second >= 30 ? 99 : 1
            let sample = Sample(
                at: Shop.noon.adding(seconds: Double(second)),
                monotonicSeconds: 100 + Double(second),
                info: InfoReply(Array("maxmemory:100\r\nused_memory:\(used)\r\n".utf8)))
            return state.update(.observed(.sample(sample), at: 100 + Double(second)))
        }.filter {
            switch $0 {
            case .ring, .passOn: true
            default: false
            }
        }
    }

    @Test func theBellRingsOnce() {
        #expect(effects(bell: true, command: false) == [.ring])
        #expect(effects(bell: false, command: false) == [])
        // What was so before did not begin.
        #expect(effects(bell: true, command: false, fromStart: true) == [])
    }

    @Test(arguments: [false, true])
    func theCommandIsTold(fromStart: Bool) throws {
        let found = effects(bell: false, command: true, fromStart: fromStart)
        #expect(found.count == 1)
        guard case .passOn(let changes, let moment) = try #require(found.first) else { return }
        #expect(changes.map(\.event) == [.began] && changes.map(\.heldAtStart) == [fromStart])
        #expect(changes.first?.alert.rule == "memoryFull")
        #expect(moment == Shop.noon.adding(seconds: fromStart ? 3 : 33))
    }

    @Test func aCallThatFailedIsAnAlert() {
        var state = Shop.busy(ScreenTests.wide)
        let outcome = AlertCallOutcome(path: "/bin/x", rule: "memoryFull", failure: "it hung")
        _ = state.update(.alertPassedOn(outcome))
        #expect(state.shown.alerts.contains { $0.rule == "onAlertFails" })
        _ = state.press("a")
        #expect(state.draw().lines.joined().contains("/bin/x did not pass on 'memoryFull'"))
    }
}
