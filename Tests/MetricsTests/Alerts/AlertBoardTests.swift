import Testing

@testable import Metrics

/// The course of an alert: one beginning and one end, also of what hovers at its bound.
struct AlertBoardTests {
    private func alert(
        _ rule: AlertRule = .memoryFull, _ severity: Alert.Severity = .warning,
        of subject: String? = nil
    ) -> Alert {
        Alert(rule: rule.name, severity: severity, subject: subject, message: "Words.")
    }

    /// What it says over seconds of conditions.
    private func changes(
        _ seconds: [[Alert]], isStarting: Bool = false
    ) -> [(second: Int, change: AlertChange)] {
        var board = AlertBoard()
        return seconds.enumerated().flatMap { second, asserted in
            board.note(asserted, at: moment(Double(second)), isStarting: isStarting)
                .map { (second, $0) }
        }
    }

    @Test func whatHoversIsOneAlert() {
        // Every third second it does not hold.
        let hovering = (0..<60).map { $0 % 3 == 2 ? [] : [alert()] }
        let found = changes(hovering + Array(repeating: [], count: 30))
        #expect(found.map(\.change.event) == [.began, .ended])
        #expect(found.map(\.second) == [3, 68])
        #expect(found.first?.change.alert.since == start)
        #expect(found.last?.change.until == moment(58))
    }

    @Test func oneThatComesBackLaterIsAnother() {
        let four = Array(repeating: [alert()], count: 4)
        let found = changes(
            four + Array(repeating: [], count: 20) + four + Array(repeating: [], count: 20))
        #expect(found.map(\.change.event) == [.began, .ended, .began, .ended])
        #expect(found.map(\.change.alert.since) == [start, start, moment(24), moment(24)])
    }

    /// A single look says little: such an alert is shown, and not reported.
    @Test func aSingleLookIsNotReported() {
        var board = AlertBoard()
        #expect(board.note([alert()], at: start, isStarting: false).isEmpty)
        #expect(board.shown([], at: moment(5)).first?.quietSince == start)
        #expect(board.note([], at: moment(10), isStarting: false).isEmpty)
        // It stood on the screen for ten seconds: that it ended is told there.
        #expect(board.shown([], at: moment(10)).isEmpty && board.ended.map(\.since) == [start])
        #expect(board.endedUnreported == board.ended)
        _ = board.note([], at: moment(11), isStarting: false)
        #expect(board.ended.count == 1 && board.endedUnreported.isEmpty)
    }

    /// What waits for its beginning was never shown.
    @Test func whatHadNotBegunDoesNotEnd() {
        var board = AlertBoard()
        _ = board.note([alert(.serverBusy)], at: start, isStarting: false)
        _ = board.note([], at: moment(200), isStarting: false)
        #expect(board.ended.isEmpty && board.endedUnreported.isEmpty)
    }

    /// What an earlier run saw for a moment has not begun there.
    @Test func whatIsRecalledHasBegunWhereItHad() {
        for (seconds, isReported) in [(0.0, false), (2, false), (3, true), (60, true)] {
            var board = AlertBoard()
            let memory = AlertBoard.Memory(
                alert: alert(), began: start, asserted: moment(seconds))
            board.recall([memory])
            #expect(board.reported.isEmpty != isReported, "\(seconds)")
            let changes = board.note([], at: moment(seconds + 20), isStarting: false)
            #expect(changes.map(\.event) == (isReported ? [.ended] : []))
            #expect(board.ended.count == 1)
        }
    }

    /// Warnings that come and go all night leave the FLUSH of the evening where it can be read.
    @Test func whatWasGraveOutlastsWhatWasNot() {
        var board = AlertBoard()
        for round in 0..<200 {
            let now = moment(Double(round) * 100)
            let isGrave = round % 40 == 0
            let one = alert(.memoryFull, isGrave ? .critical : .warning, of: "\(round)")
            _ = board.note([one], at: now, isStarting: false)
            _ = board.note([], at: now.adding(seconds: 50), isStarting: false)
        }
        #expect(board.ended.count == AlertBoard.mostEnded)
        let grave = board.ended.filter { $0.severity == .critical }.map(\.subject)
        #expect(grave == ["0", "40", "80", "120", "160"])
    }

    /// A sentence of any length takes little room, and so do all that are over.
    @Test func theirTextsAreBounded() {
        var board = AlertBoard()
        for round in 0..<80 {
            let now = moment(Double(round) * 100)
            var long = alert(of: "\(round)")
            long.message = String(repeating: "é", count: 4000)
            _ = board.note([long], at: now, isStarting: false)
            _ = board.note([], at: now.adding(seconds: 50), isStarting: false)
        }
        #expect(board.ended.count == AlertBoard.mostEnded)
        #expect(board.ended.allSatisfy { $0.message.utf8.count <= 520 })
        #expect(board.ended.last?.subject == "79")
    }

    @Test func aRuleThatWaitsBeginsLater() {
        var board = AlertBoard()
        for second in 0..<40 {
            let now = moment(Double(second))
            let isShown = !board.shown([alert(.serverBusy)], at: now).isEmpty
            #expect(isShown == (second >= 30), "\(second)")
            let changes = board.note([alert(.serverBusy)], at: now, isStarting: false)
            #expect(changes.map(\.event) == (second == 30 ? [.began] : []))
        }
        // Where no more will be observed it waits for nothing.
        #expect(AlertBoard().shown([alert(.serverBusy)], at: start, isFinal: true).count == 1)
        // What had not begun does not stay.
        var other = AlertBoard()
        _ = other.note([alert(.serverBusy)], at: start, isStarting: false)
        #expect(other.shown([], at: moment(1)).isEmpty)
    }

    /// A setting holds or does not: its alert goes with it.
    @Test func whatDoesNotHoverEndsAtOnce() {
        var board = AlertBoard()
        for second in 0...5 {
            _ = board.note([alert(.memoryUnlimited)], at: moment(Double(second)), isStarting: false)
        }
        #expect(board.shown([], at: moment(5)).isEmpty)
        #expect(board.note([], at: moment(6), isStarting: false).map(\.event) == [.ended])
        #expect(board.ended.map(\.until) == [moment(5)])
    }

    @Test func itGrowsWorseOnceAndSaysSo() {
        let mild = Array(repeating: [alert()], count: 5)
        let grave = Array(repeating: [alert(.memoryFull, .critical)], count: 5)
        #expect(changes(mild + grave + mild).map(\.change.event) == [.began, .worsened])
    }

    @Test func subjectsAreAlertsOfTheirOwn() {
        let both = [alert(.keysOverTTL, of: "product"), alert(.keysOverTTL, of: "search")]
        let found = changes(
            Array(repeating: both, count: 5) + Array(repeating: [both[1]], count: 40))
        #expect(found.map(\.change.event) == [.began, .began, .ended])
        #expect(found.last?.change.alert.subject == "product")
    }

    @Test func whatHeldAtTheStartIsSaid() {
        let found = changes(Array(repeating: [alert()], count: 5), isStarting: true)
        #expect(found.map(\.change.heldAtStart) == [true])
    }

    /// A clock that is set back neither ends an alert nor keeps it for ever.
    @Test func aClockThatGoesBack() {
        var board = AlertBoard()
        for second in 100...110 {
            _ = board.note([alert()], at: moment(Double(second)), isStarting: false)
        }
        #expect(board.note([], at: moment(10), isStarting: false).isEmpty)
        #expect(board.note([], at: moment(19), isStarting: false).isEmpty)
        #expect(board.note([], at: moment(20), isStarting: false).map(\.event) == [.ended])
    }

    @Test func infoIsNoAlert() {
        var board = AlertBoard()
        let fine = alert(.searchEngine, .info)
        for second in 0..<5 {
            #expect(board.note([fine], at: moment(Double(second)), isStarting: false).isEmpty)
        }
        #expect(board.shown([fine], at: moment(5)) == [fine])
        #expect(board.shown([], at: moment(5)).isEmpty)
    }

    @Test func endedOnesAreBounded() {
        var board = AlertBoard()
        var second = 0.0
        for _ in 0..<120 {
            for _ in 0..<5 {
                _ = board.note([alert(.memoryUnlimited)], at: moment(second), isStarting: false)
                second += 1
            }
            _ = board.note([], at: moment(second), isStarting: false)
            second += 1
        }
        #expect(board.ended.count == AlertBoard.mostEnded)
        #expect(board.ended.last?.until == moment(second - 2))
    }
}
