import FoundationEssentials
import Metrics
import Testing

/// What becomes of the signs of life of a shop's listeners.
struct ListenerHistoryTests {
    static let beat = ListenerBeat(
        at: start, position: 4711, backlog: 3, secondRemovals: 5)

    @Test(
        arguments: [
            (
                #"{"at":1700000000000,"backlog":3,"position":4711,"secondRemovals":5}"#, beat
            ),
            (
                #" { "at" : 1.7e12, "backlog":3, "position":4711,"secondRemovals":5, "x":[{}] } "#,
                beat
            ),
            (
                #"{"backlog":3,"at":"now","position":null,"secondRemovals":-1}"#,
                ListenerBeat(backlog: 3)
            ),
            (
                #"{"backlog":1.5,"position":99999999999999999999999,"at":1}"#,
                ListenerBeat(at: moment(-1.7e9).adding(seconds: 0.001))
            ),
            ("{}", nil), ("", nil), ("hello", nil), ("[1]", nil), (#"{"at":17"#, nil),
            (#"{"at":"17"}"#, nil), ("\u{0}", nil),
        ] as [(String, ListenerBeat?)])
    func whatIsNotUnderstoodIsUnknown(_ json: String, _ expected: ListenerBeat?) {
        #expect(ListenerBeat(json: bytes(json)) == expected)
        let reading = ListenerReading(bytes(json), of: bytes("shop-1"))
        guard case .unreadable(let why) = reading else {
            #expect(reading == expected.map { .beat($0) })
            return
        }
        #expect(expected == nil && why.hasPrefix("cachetop:listener:shop-1 is no listener's JSON"))
    }

    /// Sixteen at most, and none whose value is too large to be a sign of life.
    @Test func theSweepFindsTheirNames() {
        var survey = KeyspaceSurvey(policy: .standard, startedAt: start)
        let grammar = KeyGrammar(policy: .standard)
        let long = String(repeating: "x", count: 129)
        for key in [
            "cachetop:listener:", "cachetop:audit", "x:listener:a", "cachetop:listener:\(long)",
        ] {
            survey.add(bytes(key), pttl: 9, bytes: 200, grammar: grammar, at: start)
        }
        survey.add(
            bytes("cachetop:listener:large"), pttl: 9, bytes: 5000, grammar: grammar, at: start)
        #expect(survey.listeners.isEmpty)
        for index in [0, 0] + Array(0..<20) {
            survey.add(
                bytes("cachetop:listener:a\(index)"), pttl: 9, bytes: index == 1 ? nil : 200,
                grammar: grammar, at: start)
        }
        #expect(survey.listeners == (0..<16).map { bytes("a\($0)") })
    }

    private func history(_ looks: [(Double, [String: ListenerReading])]) -> History {
        var history = History.standard
        for (second, readings) in looks { history.look(second, readings) }
        return history
    }

    @Test(arguments: [(14.9, nil), (15, 15.0), (3600, 3600)] as [(Double, Double?)])
    func oneThatWasSeenAndIsGoneIsSilent(_ gone: Double, _ value: Double?) {
        var history = history([(0, ["a": .beat(Self.beat)]), (10, ["a": .absent])])
        history.look(12, ["a": .absent])
        let snapshot = history.snapshot(10 + gone)
        let alert = snapshot.alert(.listenerSilent, of: "a")
        #expect(alert?.value == value && alert?.threshold == value.map { _ in 15 })
        #expect(snapshot.listeners.map(\.position) == [4711])
        #expect(
            snapshot.state(of: snapshot.listeners[0])
                == .asOf(start, why: "cachetop:listener:a is gone."))
        #expect(!snapshot.hasOldFigures)
        if value == 15 {
            #expect(alert?.message.contains("no sign of life for 25s") == true)
            #expect(alert?.message.contains("Check that 'storefront listen' runs") == true)
        }
    }

    @Test func theAlertEndsWhenItIsBack() {
        var history = history([(0, ["a": .beat(Self.beat)]), (10, ["a": .absent])])
        #expect(history.snapshot(30).alert(.listenerSilent) != nil)
        history.look(31, ["a": .beat(ListenerBeat(at: moment(31), backlog: 0))])
        let snapshot = history.snapshot(31)
        #expect(snapshot.alert(.listenerSilent) == nil && snapshot.unavailable(of: "a") == nil)
    }

    /// Neither one that never was there, nor a key that may not be read, nor a poll without an answer.
    @Test(arguments: [ListenerReading.absent, .unavailable])
    func whatWasNeverSeenIsNoMatter(_ reading: ListenerReading) {
        let history = history([(0, ["a": reading]), (60, ["a": reading])])
        let snapshot = history.snapshot(120)
        #expect(snapshot.listeners.isEmpty && snapshot.alerts.isEmpty)
        #expect(snapshot.unavailable(of: "a") == nil)
    }

    @Test func aRefusalSaysNothingOfTheListener() {
        var history = history([(0, ["a": .beat(Self.beat)])])
        history.look(60, ["a": .unavailable])
        history.interrupt(why: "away")
        #expect(history.snapshot(90).alert(.listenerSilent) == nil)
        #expect(history.snapshot(90).listeners.map(\.name) == ["a"])
    }

    @Test func whatCanNotBeReadSaysSo() {
        let history = history([(0, ["a": ListenerReading(bytes("?"), of: bytes("a"))])])
        let snapshot = history.snapshot()
        #expect(snapshot.listeners == [Snapshot.Listener(name: "a", ListenerBeat())])
        #expect(snapshot.unavailable(of: "a")?.state == .notTold)
        #expect(snapshot.alert(.listenerSilent) == nil)
    }

    /// Each container has a name of its own: after an hour only those that write are shown.
    @Test func theNamesOfFormerContainersAreForgotten() {
        var history = history([
            (0, ["old": .beat(Self.beat), "new": .absent]), (10, ["old": .absent, "new": .absent]),
        ])
        history.look(4000, ["old": .absent, "new": .absent])
        #expect(history.snapshot(4000).listeners.map(\.name) == ["old"])
        history.look(4001, ["old": .absent, "new": .beat(Self.beat)])
        #expect(history.snapshot(4001).listeners.map(\.name) == ["new"])
        history.look(4002, ["other": .absent])
        #expect(history.snapshot(4002).listeners.isEmpty)
    }

    /// A clock that is wrong does not make a listener silent for years.
    @Test(arguments: [moment(-61), moment(1), Timestamp(milliseconds: .min)])
    func aMomentThatCanNotBeTrueIsNotBelieved(_ at: Timestamp) {
        let history = history([
            (0, ["a": .beat(ListenerBeat(at: at, backlog: 0))]), (10, ["a": .absent]),
        ])
        #expect(history.snapshot(40).unavailable(of: "a")?.asOf == start)
    }

    @Test func anOlderFileHasNone() throws {
        var text = String(decoding: try History.standard.snapshot().json(), as: UTF8.self)
        text.replace("\"listeners\"", with: "\"unknown\"")
        #expect(try Snapshot(json: bytes(text)).listeners.isEmpty)
    }
}

extension History {
    fileprivate mutating func look(_ second: Double, _ readings: [String: ListenerReading]) {
        let listeners = Dictionary(uniqueKeysWithValues: readings.map { (bytes($0), $1) })
        observe(
            Sample(at: moment(second), monotonicSeconds: second, listeners: listeners))
    }
}

extension Snapshot {
    fileprivate func unavailable(of listener: String) -> Unavailable? {
        unavailable.first { $0.what == "listeners[]" && $0.subject == listener }
    }
}
