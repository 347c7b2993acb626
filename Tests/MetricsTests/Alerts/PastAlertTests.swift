import Testing

@testable import Metrics

/// Which alerts are shown of an earlier moment: those that held, also where no number says so.
struct PastAlertTests {
    private var history = History.standard
    private var past = Past()

    /// An alert that no number of the snapshot tells, from 20 to 40 s.
    private mutating func watch() {
        for second in 0...90 {
            let at = moment(Double(second))
            history.observe(Sample(at: at, monotonicSeconds: Double(second)))
            let alert = Alert(
                rule: "keysOverTTL", severity: .warning, subject: "product", value: 15,
                threshold: 15, message: "Keys live too long.")
            history.note((20...40).contains(second) ? [alert] : [], at: at)
            past.note(history.snapshot(Double(second)))
        }
    }

    private func shown(_ second: Double) throws -> Snapshot {
        try #require(past.snapshot(at: moment(second), invalidationsOf: history))
    }

    @Test mutating func whatWasShownIsShownWithItsWords() throws {
        watch()
        let alert = try #require(try shown(30).alert(.keysOverTTL))
        #expect(alert.since == moment(20) && alert.value == 15)
        #expect(alert.message == "Keys live too long.")
        #expect(try shown(30).endedAlerts.isEmpty)
    }

    /// In its hold it was shown, as over unless it came back.
    @Test(arguments: [10.0, 45, 60])
    mutating func whatStayedIsShownAsThat(second: Double) throws {
        watch()
        let alert = try shown(second).alert(.keysOverTTL)
        #expect((alert == nil) == (second < 20) && (second < 20 || alert?.quietSince == moment(40)))
        #expect(try shown(second).endedAlerts.isEmpty)
        #expect(try !shown(second).unavailable.contains { $0.what == "alerts" })
    }

    /// Every second of the past has the alerts of the screen of that second: none that began to be shown later, be
    /// it dated to before, and none that follows from the numbers of a moment and had not begun.
    @Test(arguments: [false, true])
    mutating func everySecondIsAsItsScreenWas(isForgotten: Bool) throws {
        var live: [[String]] = []
        for second in 0...120 {
            let at = moment(Double(second))
            history.observe(Sample(at: at, monotonicSeconds: Double(second)))
            var dated = Alert(
                rule: "hitRateDropped", severity: .warning, subject: "product", value: 0.3,
                since: moment(12), message: "It fell.")
            dated.cause = "purge product 42"
            var long = Alert(
                rule: "keysOverTTL", severity: .warning, subject: "product", message: "Long.")
            if isForgotten {
                // No second has the words of another: the tables hold few.
                long.message = String(repeating: "\(second) ", count: 8000)
            }
            let asserted =
                ((20...60).contains(second) ? [dated] : [])
                + ((30...40).contains(second) || isForgotten ? [long] : [])
            history.note(asserted, at: at)
            var snapshot = history.snapshot(Double(second))
            snapshot.alerts = history.alertBoard.shown(asserted, at: at)
            past.note(snapshot)
            live.append(Self.texts(snapshot.alerts))
        }
        // Its screen had it from 23 s on, though it is dated to 12 s.
        #expect(live.firstIndex { $0.contains { $0.hasPrefix("hitRateDropped") } } == 23)
        for second in live.indices {
            #expect(Self.texts(try shown(Double(second)).alerts) == live[second], "\(second)")
        }
    }

    private static func texts(_ alerts: [Alert]) -> [String] {
        alerts.filter { $0.severity != .info }.map {
            "\($0.rule) \($0.subject ?? "") \($0.severity) \($0.isNow)"
        }
    }

    /// Before the start it is said that they were not recorded.
    @Test mutating func beforeTheStartItIsSaid() throws {
        watch()
        var hour = TimeBuckets(slots: history.grammar.slots, width: 1000, horizon: 3600)
        let row = hour.row(of: hour.index(of: moment(-30)))
        hour.add(HitCounts(hits: 9, misses: 1), row: row, slot: 0)
        past.fill(StreamHour(buckets: hour, from: moment(-60), end: moment(0), isOver: true))
        let snapshot = try shown(-30)
        let missing = snapshot.unavailable.first { $0.what == "alerts" }
        #expect(missing?.why == "Recorded in part: cachetop was not running yet.")
        #expect(missing?.subject == Past.subject)
    }
}
