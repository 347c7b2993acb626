import Metrics
import Screen
import TestSupport
import Testing

@testable import Dashboard

/// What the screen says when the event source is not understood: an idle shop must look different.
@Suite struct EventTroubleTests {
    private let sizes = [Size(columns: 120, rows: 40), Size(columns: 80, rows: 24)]

    /// A live dashboard on a stream that brings nothing it knows.
    private func foreign(_ size: Size, ascii: Bool = false) -> State {
        var setting = Shop.setting()
        setting.isASCII = ascii
        var state = Shop.starting(size, setting: setting)
        state.feed(.link(.live), at: 100)
        state.feed(.sample(Shop.sample(second: 0, hits: 900_000)), at: 100)
        state.feed(.events(report(example: "kind lookup k product:1 found 1", times: 3)), at: 101)
        return state
    }

    private func report(
        example: String, times: UInt64, kind: EventStatus.Kind = .stream
    ) -> EventReport {
        var tally = EventTally(slots: Shop.grammar.slots)
        tally.beginEntry(at: Shop.noon)
        tally.addUnknown(times: times) { example }
        let source = kind == .stream ? "stream:cache:events" : "log:api.log"
        return EventReport(
            tally: tally, status: EventStatus(source: source, kind: kind), topKeys: [],
            at: Shop.noon)
    }

    @Test(arguments: [Size(columns: 120, rows: 40), Size(columns: 80, rows: 24)])
    func itSaysWhatArrives(size: Size) {
        let canvas = foreign(size).draw()
        expectGolden(canvas.lines, named: "not-understood-\(size.name)")
        #expect(
            canvas.lines[0].contains(
                size.columns < 100 ? "◐ events unclear" : "◐ events not understood"))
        #expect(!canvas.lines[0].contains("●"))
        // Yellow, not green.
        let column = canvas.lines[0].distance(
            from: canvas.lines[0].startIndex,
            to: canvas.lines[0].firstIndex(of: "◐") ?? canvas.lines[0].startIndex)
        #expect(Array(canvas.styleLines[0])[column] == Style.warning.rawValue)
        #expect(canvas.lines.contains { $0.contains("! 0% understood: kind lookup k product:1") })
        #expect(
            canvas.lines.contains { $0.contains("known: hit KEY, type hit key KEY; set --events") })
    }

    /// The source is read, and yet it is not known that there were no look-ups.
    @Test func whatIsNotUnderstoodIsNotZero() {
        var state = foreign(Size(columns: 120, rows: 40))
        var report = report(example: "x y", times: 3)
        report.status.coveredFrom = Shop.noon.adding(seconds: -300)
        state.feed(.events(report), at: 102)
        state.feed(.sample(Shop.sample(second: 2, hits: 900_000)), at: 102)
        let row = state.draw().lines.first { $0.hasPrefix(" product ") }
        #expect(row?.hasPrefix(" product          -       -") == true, "\(row ?? "")")
    }

    @Test func alogIsToldOfItsOption() {
        var state = Shop.busy(Size(columns: 80, rows: 24))
        state.feed(.events(report(example: "product:1: hit", times: 200, kind: .log)), at: 121)
        let lines = state.draw().lines
        #expect(lines.contains { $0.contains("! 0% understood: product:1: hit") })
        #expect(lines.contains { $0.contains("known: [CACHE HIT] KEY; set --events-line") })
    }

    @Test func itIsThereInLittleRoomAndInASCII() {
        for size in [Size(columns: 40, rows: 10), Size(columns: 61, rows: 14)] {
            let lines = foreign(size, ascii: true).draw().lines
            #expect(lines.contains { $0.contains("! 0% understood") }, "\(size.name)")
            #expect(lines.allSatisfy { $0.allSatisfy(\.isASCII) })
        }
        var state = foreign(Size(columns: 120, rows: 40))
        state.focus = .resources
        _ = state.press("z")
        #expect(state.draw().lines.contains { $0.contains("! 0% understood") })
    }

    /// It comes with the report, not with the next look. When what comes is understood the header says so at
    /// once, while the alert waits whether that lasts.
    @Test func itComesAtOnceAndGoes() {
        var state = Shop.busy(Size(columns: 80, rows: 24))
        #expect(state.draw().lines[0].contains("● live"))
        state.feed(.events(report(example: "x y", times: 300)), at: 120.5)
        #expect(state.shown.alert(.eventsNotUnderstood) != nil)
        state.feed(.events(Shop.traffic()), at: 121)
        #expect(state.shown.alert(.eventsNotUnderstood)?.quietSince != nil)
        #expect(state.draw().lines[0].contains("● live"))
    }

    @Test func theSearchEnginesHealthTakesNoOtherAlertAway() {
        var state = foreign(Size(columns: 80, rows: 24))
        state.feed(.searchHealth(.down("connection refused")), at: 102)
        #expect(state.shown.alert(.eventsNotUnderstood) != nil)
        #expect(state.shown.alert(.searchEngine)?.severity == .critical)
    }

    @Test func idsAheadOfTheClockAreSaid() {
        var state = Shop.busy(Size(columns: 80, rows: 24))
        var report = Shop.traffic()
        report.status.aheadSeconds = 3600
        state.feed(.events(report), at: 121)
        state.feed(.sample(Shop.sample(second: 1, hits: 902_000)), at: 121)
        let lines = state.draw().lines
        #expect(lines[0].contains("◐ event ids ahead"))
        #expect(lines.contains { $0.contains("! ids 1h ahead of the server's clock") })
    }
}
