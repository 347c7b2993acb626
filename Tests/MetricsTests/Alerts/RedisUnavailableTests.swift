import Testing

@testable import Metrics

/// Redis that does not answer is an alert, with one beginning and one end; and nothing else moves meanwhile.
struct RedisUnavailableTests {
    private var history = History.standard
    private var changes: [(second: Int, change: AlertChange)] = []

    private mutating func poll(_ second: Int, _ text: String = "maxmemory:100\r\nused_memory:1\r\n")
    {
        history.observe(
            Sample(
                at: moment(Double(second)), monotonicSeconds: Double(second), info: info(text)))
        look(second)
    }

    private mutating func look(_ second: Int) {
        let snapshot = history.snapshot(Double(second))
        changes += history.note(alertsOf: snapshot, at: snapshot.takenAt).map { (second, $0) }
    }

    private mutating func lose(_ second: Int) {
        history.interrupt(why: "The server is away. Start it.", at: moment(Double(second)))
        changes += history.noteSilence(at: moment(Double(second))).map { (second, $0) }
    }

    private var shown: Alert? { history.snapshot(20).alert(.redisUnavailable) }

    @Test mutating func itBeginsWhenNothingHasComeForLongAndEndsWithTheAnswer() throws {
        for second in 0...20 { poll(second) }
        for second in 21...24 {
            lose(second)
            #expect(shown == nil, "\(second)")
        }
        for second in 25...59 {
            lose(second)
            #expect(shown?.since == moment(20), "\(second)")
        }
        #expect(shown?.severity == .critical && shown?.value == 39 && shown?.threshold == 5)
        #expect(shown?.message.hasSuffix("The server is away. Start it.") == true)
        poll(60)
        #expect(shown == nil && !history.isUnanswered)
        #expect(changes.map(\.change.event) == [.began, .ended])
        #expect(changes.map(\.second) == [28, 60])
        #expect(changes.allSatisfy { !$0.change.heldAtStart })
        #expect(changes.last?.change.until == moment(59))
        let line = try #require(history.snapshot(61).timeline.first { $0.kind == .alert })
        #expect(
            line.at == moment(20) && line.until == moment(59) && line.subject == "redisUnavailable")
        #expect(history.snapshot(61).endedAlerts.map(\.rule) == ["redisUnavailable"])
    }

    /// What held when the connection was lost neither ends nor begins anew, and what waited for its beginning
    /// does not begin: nothing was measured.
    @Test mutating func otherAlertsStandStill() {
        let full = "maxmemory:100\r\nused_memory:99\r\n"
        for second in 0...20 { poll(second, full) }
        #expect(
            changes.map(\.change.alert.rule)
                == ["memoryRefusesWrites", "memoryFull"].filter {
                    name in changes.contains { $0.change.alert.rule == name }
                })
        changes = []
        for second in 21...200 { lose(second) }
        #expect(changes.map(\.change.alert.rule) == ["redisUnavailable"])
        #expect(history.snapshot(20).alertNow(.memoryFull) != nil)
        poll(201, full)
        #expect(changes.map(\.change.event) == [.began, .ended])
        #expect(history.snapshot(201).alert(.memoryFull)?.since == moment(0))
    }

    /// From the start on: when it began is not known.
    @Test mutating func oneThatNeverAnswered() {
        for second in 0...20 { lose(second) }
        #expect(changes.map(\.change.event) == [.began])
        #expect(changes.first?.change.heldAtStart == true)
        #expect(history.snapshot(20).timeline.isEmpty)
    }

    @Test mutating func aShortLossIsNone() {
        for second in 0...20 { poll(second) }
        for second in 21...24 { lose(second) }
        for second in 25...40 { poll(second) }
        #expect(changes.isEmpty)
    }

    /// It is connected, and serves no one.
    @Test mutating func loading() {
        for second in 0...5 { poll(second) }
        for second in 6...20 { poll(second, "loading:1\r\nloading_eta_seconds:42\r\n") }
        #expect(shown?.message.contains("reads its data from disk (about 42s)") == true)
        poll(21, "loading:0\r\nmaxmemory:100\r\n")
        #expect(changes.map(\.change.event) == [.began, .ended])
    }

    @Test(arguments: [
        (SourceProblem(.lost, "BUSY Redis is busy running a script."), true),
        (SourceProblem(.refused, "NOPERM INFO"), false),
        (SourceProblem(.notTold, "no INFO"), false),
    ])
    mutating func infoThatIsNotAnswered(problem: SourceProblem, isAlert: Bool) {
        for second in 0...9 {
            history.observe(
                Sample(
                    at: moment(Double(second)), monotonicSeconds: Double(second),
                    problems: [.memory: problem]))
        }
        #expect((history.snapshot(9).alert(.redisUnavailable) != nil) == isAlert)
    }

    /// A check sees one moment, and waits for nothing.
    @Test mutating func aCheckWhileItLoads() {
        history.observe(Sample(at: start, monotonicSeconds: 0, info: info("loading:1\r\n")))
        let snapshot = history.snapshot(
            at: start, endpoint: "e", intervalSeconds: 1, isFinal: true)
        let report = CheckReport(snapshot, rules: ["redisUnavailable"], observedSeconds: 0)
        #expect(report.status == .critical)
    }

    @Test mutating func itsTimeIsSetInTheConfiguration() {
        var settings = AlertSettings()
        settings.rules["redisUnavailable"] = .init()
        settings.rules["redisUnavailable"]?.numbers["after"] = 60
        history = History(
            grammar: KeyGrammar(policy: .standard), source: "none", alerts: settings)
        for second in 0...20 { poll(second) }
        for second in 21...79 { lose(second) }
        #expect(shown == nil)
        lose(80)
        #expect(shown != nil)
    }
}
