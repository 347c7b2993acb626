import Dashboard
import Metrics
import Screen
import TestSupport
import Testing

/// Redis that does not answer is an alert on the screen, for the bell and for `--on-alert`: time alone brings it.
@Suite struct LostAlertTests {
    private func lost(_ setting: StartFacts = Shop.setting()) -> State {
        var state = Shop.busy(ScreenTests.wide, setting: setting)
        state.feed(.link(.lost(why: "The server is away. Start it.", retryAt: 199)), at: 121)
        return state
    }

    /// The effects of each second's tick.
    private func pass(_ state: inout State, _ seconds: ClosedRange<Int>) -> [Effect] {
        seconds.flatMap { state.update(.ticked(Double($0))) }
    }

    @Test func theRowOfAlertsHasItAfterAFewSeconds() {
        var state = lost()
        _ = pass(&state, 121...124)
        #expect(state.shown.alert(.redisUnavailable) == nil)
        _ = pass(&state, 125...150)
        let lines = state.draw().lines
        #expect(lines.contains { $0.contains("nothing from Redis for 30s") }, "\(lines)")
        #expect(state.shown.timeline.contains { $0.subject == "redisUnavailable" })
        // Newest first, with the reason.
        _ = state.press("a")
        let page = state.draw().lines.joined(separator: "\n")
        #expect(page.contains("No figure has come from Redis for 30s"), "\(page)")
        #expect(page.contains("Start it."))
    }

    @Test func theBellRingsAndTheCommandIsTold() {
        var setting = Shop.setting()
        setting.ringsBell = true
        setting.passesAlertsOn = true
        var state = lost(setting)
        let told = pass(&state, 122...160).filter { effect in
            switch effect {
            case .ring: return true
            case .passOn(let changes, _):
                return changes.contains { $0.alert.rule == "redisUnavailable" }
            default: return false
            }
        }
        #expect(told.count == 2 && told.first == .ring)
        guard case .passOn(let changes, let moment)? = told.last else { return }
        #expect(changes.map(\.event) == [.began])
        #expect(moment.seconds(since: Shop.noon) >= 8)
        state.feed(.link(.live), at: 161)
        let end = state.update(
            .observed(.sample(Shop.sample(second: 41, hits: 902_000)), at: 161))
        guard
            case .passOn(let ended, _)? = end.first(where: {
                if case .passOn = $0 { true } else { false }
            })
        else {
            Issue.record("\(end)")
            return
        }
        #expect(ended.contains { $0.event == .ended && $0.alert.rule == "redisUnavailable" })
        #expect(state.shown.alert(.redisUnavailable) == nil)
    }

    /// Before the first answer the clock goes on, too.
    @Test func oneThatNeverAnswered() {
        var state = Shop.starting(ScreenTests.wide)
        state.feed(.link(.lost(why: "It is away.", retryAt: 199)), at: 101)
        _ = pass(&state, 102...120)
        #expect(state.shown.alert(.redisUnavailable)?.severity == .critical)
        #expect(state.draw().lines[0].contains("14:03:42"))
    }

    /// What holds no more and only stays for a while is dim, behind what holds.
    @Test func whatIsNotSoNowIsSaidAsSuch() {
        var state = Shop.busy(ScreenTests.wide)
        var late = Alert(
            rule: "eventsLate", severity: .warning, subject: "s", value: 9, message: "L.")
        late.quietSince = Shop.noon
        state.shown.alerts = [
            late, Alert(rule: "memoryUnlimited", severity: .warning, message: "M."),
        ]
        let row = state.draw().lines[1]
        #expect(row.contains("! memory has no limit  - events late ended 14:03:22"), "\(row)")
        state.shown.alerts = [late]
        #expect(state.draw().lines[1].hasPrefix(" no alerts  - events late"))
        #expect(state.draw()[1, 1]?.style == .dim)
    }

    /// A file is drawn by the bounds that it was judged by.
    @Test(arguments: [true, false])
    func aRuleThatIsOffStaysOffInAFile(isOn: Bool) throws {
        var setting = Shop.setting()
        var rule = AlertSettings.Rule()
        rule.isOn = isOn
        setting.alerts.rules["memoryUnlimited"] = rule
        var state = Shop.starting(ScreenTests.wide, setting: setting)
        state.feed(.link(.live), at: 100)
        for second in 0...3 {
            let text = "maxmemory:0\r\nused_memory:1000\r\n"
            state.feed(
                .sample(
                    Sample(
                        at: Shop.noon.adding(seconds: Double(second)),
                        monotonicSeconds: 100 + Double(second),
                        info: InfoReply(Array(text.utf8)))), at: 100 + Double(second))
        }
        let file = try Snapshot(json: state.shown.json())
        let replayed = State(replaying: file, size: ScreenTests.wide)
        #expect((replayed.shown.alert(.memoryUnlimited) != nil) == isOn)
        // A file of a version that does not name its settings gets what it lacks.
        var older = file
        (older.alertSettings, older.alerts) = (nil, [])
        let filled = State(replaying: older, size: ScreenTests.wide)
        #expect(filled.shown.alert(.memoryUnlimited) != nil)
    }
}
