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

    @Test mutating func whatHeldIsShownWithItsWords() throws {
        watch()
        let alert = try #require(try shown(30).alert(.keysOverTTL))
        #expect(alert.since == moment(20) && alert.value == nil)
        #expect(alert.message.hasPrefix("Keys live too long. (Its words of "))
        #expect(try shown(30).endedAlerts.isEmpty)
    }

    /// In its hold it was shown, and did not hold.
    @Test(arguments: [10.0, 45, 60])
    mutating func whatDidNotHoldIsNotShown(second: Double) throws {
        watch()
        #expect(try shown(second).alert(.keysOverTTL) == nil)
        #expect(
            try shown(second).endedAlerts.map(\.rule) == (second > 40 ? ["keysOverTTL"] : []))
        #expect(try !shown(second).unavailable.contains { $0.what == "alerts" })
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
