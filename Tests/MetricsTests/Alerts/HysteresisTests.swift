import Testing

@testable import Metrics

/// What goes up and down at a bound, over minutes of a real history: one beginning and one end in the timeline.
struct HysteresisTests {
    private static func poll(_ used: Int, _ second: Int) -> Sample {
        Sample(
            at: moment(Double(second)), monotonicSeconds: Double(second),
            info: info("run_id:a\r\nmaxmemory:1000\r\nused_memory:\(used)\r\n"))
    }

    /// Alerts of memoryFull at each second.
    private func courses(_ used: (Int) -> Int, seconds: Int) -> (shown: [Alert?], History) {
        var history = History.standard
        let shown = (0..<seconds).map { second -> Alert? in
            history.observe(Self.poll(used(second), second))
            let snapshot = history.snapshot(Double(second))
            history.note(alertsOf: snapshot, at: snapshot.takenAt)
            return snapshot.alert(.memoryFull)
        }
        return (shown, history)
    }

    @Test func memoryThatHoversAtItsBound() {
        // Calm, at 84.9 and 85 % in turn for three minutes, calm.
        let (shown, history) = courses(
            { $0 < 30 || $0 >= 210 ? 700 : $0.isMultiple(of: 2) ? 850 : 849 }, seconds: 260)
        #expect(shown[..<30].allSatisfy { $0 == nil })
        #expect(shown[30..<210].allSatisfy { $0?.severity == .warning && $0?.quietSince == nil })
        #expect(shown[211]?.quietSince == moment(209))
        #expect(shown[221...].allSatisfy { $0 == nil })
        let lines = history.snapshot(260).timeline.filter { $0.subject == "memoryFull" }
        #expect(lines.map(\.at) == [moment(30)] && lines.map(\.until) == [moment(209)])
        let ended = history.snapshot(260).endedAlerts
        #expect(ended.map(\.rule) == ["memoryFull"] && ended.map(\.until) == [moment(209)])
    }

    /// Critical and back to warning: it does not go back at once.
    @Test func theGraverBoundHoldsToo() {
        let (shown, history) = courses(
            { $0 < 20 ? 700 : $0 < 40 ? 950 : $0 < 60 ? 940 : 920 }, seconds: 80)
        #expect(shown[45]?.severity == .critical && shown[45]?.threshold == 0.95)
        #expect(shown[70]?.severity == .warning && shown[70]?.threshold == 0.85)
        #expect(history.snapshot(80).timeline.filter { $0.kind == .alert }.count == 1)
    }

    @Test func aRateRuleKeepsItsAlertWhileTooFewLookUpsCome() {
        var settings = AlertSettings()
        var low = AlertSettings.Rule()
        low.ofResource = ["below": ["product": 0.9]]
        settings.rules = ["hitRateLow": low]
        var history = History(
            grammar: KeyGrammar(policy: .standard), source: "stream:cache:events",
            alerts: settings)
        var shown: [Int: Alert] = [:]
        for second in 0..<400 {
            // 80 %, then 97 %; nothing between.
            let pairs: [(String, String)] =
                second < 100
                ? (0..<10).map { ($0 < 8 ? "hit" : "miss", "product:\($0)") }
                : second < 150 ? [] : (0..<33).map { ($0 < 32 ? "hit" : "miss", "product:\($0)") }
            var feed = TallyFeed(history.grammar)
            feed.entry(moment(Double(second)), pairs)
            var status = EventStatus(source: "stream:cache:events")
            status.coveredFrom = start
            history.observe(feed.report(status))
            history.observe(
                Sample(at: moment(Double(second)), monotonicSeconds: Double(second)))
            let snapshot = history.snapshot(Double(second))
            history.note(alertsOf: snapshot, at: snapshot.takenAt)
            shown[second] = snapshot.alert(.hitRateLow)
        }
        #expect(shown[58] == nil)
        #expect(shown[70]?.subject == "product" && shown[70]?.threshold == 0.9)
        #expect((70..<140).allSatisfy { shown[$0] != nil })
        #expect(shown[399] == nil)
        let lines = history.snapshot(400).timeline.filter { $0.kind == .alert }
        #expect(lines.count == 1 && lines.first?.until != nil)
    }
}
