import Metrics
import Screen
import Testing

@testable import Dashboard

/// The timeline's cursor: on the newest row it stays on the newest, elsewhere on its row; and it goes to what the
/// operator has just done, unless he moved it meanwhile.
@Suite struct TimelineCursorTests {
    private func record(_ scope: String, _ second: Double) -> InvalidationRecord {
        InvalidationRecord(
            at: Shop.noon.adding(seconds: second), scope: scope, by: "someone@\(scope)",
            via: .redis, outcome: .done, message: "done", resources: ["product"])
    }

    private func shop(_ keys: KeyPress...) -> State {
        var state = Shop.busy(ScreenTests.wide)
        for scope in ["product 1", "product 2"] {
            _ = state.update(.observed(.recorded([record(scope, -5)]), at: 121))
        }
        for key in keys { _ = state.press(key) }
        return state
    }

    private func selected(_ state: State) -> String? {
        state.selection(in: .timeline).map { state.timelineRows[$0].records.last?.scope ?? "" }
    }

    @Test func onTheNewestRowItFollowsWhatIsNew() {
        var state = shop("5", .down)
        let first = selected(state)
        _ = state.update(.observed(.recorded([record("category shoes", 1)]), at: 122))
        #expect(selected(state) == "category shoes" && first != selected(state))
    }

    /// Left there for two minutes it goes back to what is new, but not while the list has the whole screen.
    @Test(arguments: [(true, false), (false, true)])
    func leftAloneItGoesBackToTheNewest(isExpanded: Bool, goesBack: Bool) {
        var state = shop("5", .down, .down)
        if isExpanded { _ = state.press("z") }
        for second in [10, 100] {
            let now = 121 + Double(second)
            _ = state.update(.observed(.recorded([record("search \(second)", 1)]), at: now))
            #expect(state.selection(in: .timeline) ?? 0 > 1, "after \(second) s")
        }
        _ = state.update(.observed(.recorded([record("trending", 2)]), at: 121 + 130))
        #expect((state.selection(in: .timeline) == 0) == goesBack)
        // From then on it stays there.
        _ = state.update(.observed(.recorded([record("category shoes", 3)]), at: 121 + 131))
        #expect((selected(state) == "category shoes") == goesBack)
        _ = state.press(.home)
        #expect(state.selection(in: .timeline) == 0)
    }

    @Test func elsewhereItStaysOnItsRow() {
        var state = shop("5", .down, .down)
        let before = selected(state)
        _ = state.update(.observed(.recorded([record("category shoes", 1)]), at: 122))
        #expect(before != nil && selected(state) == before && state.selection(in: .timeline) == 2)
    }

    /// Another filter is nothing new.
    @Test func anotherFilterMovesItToNoOtherRow() {
        var state = shop("5", "f", .down)
        let before = selected(state)
        _ = state.press("f", "f")
        state.feed(.sample(Shop.sample(second: 3, hits: 902_000)), at: 123)
        #expect(selected(state) == before)
    }

    private func purge(_ state: inout State, meanwhile keys: KeyPress...) {
        var running = State.Running(
            scope: InvalidationScope.trending, keys: 1, isStoppable: false)
        running.timelineCursor = state.selections[.timeline]?.row
        state.running = running
        for key in keys { _ = state.press(key) }
        _ = state.update(.invalidated(record("trending", 2)))
    }

    @Test func itGoesToWhatTheOperatorHasDone() {
        var state = shop("5", .down, .down)
        purge(&state)
        #expect(selected(state) == "trending")
    }

    @Test func unlessItWasMovedMeanwhile() {
        var state = shop("5", .down, .down)
        purge(&state, meanwhile: .down)
        #expect(selected(state) != nil && selected(state) != "trending")
    }

    /// Without a cursor there is none to move: the details are those of the newest row.
    @Test func noneIsMade() {
        var state = shop()
        purge(&state)
        #expect(state.selections[.timeline] == nil)
        #expect(state.detailedRow?.records.last?.scope == "trending")
    }

    @Test func itGoesToAMarkThatWasWrittenHere() throws {
        var state = shop("5", .down, .down)
        _ = state.update(.marked(.success(try MarkText("deploy 42"))))
        let mark = TimelineEntry(
            at: Shop.noon.adding(seconds: 3), kind: .mark, message: "deploy 42")
        state.feed(.marked([mark]), at: 124)
        let place = try #require(state.selection(in: .timeline))
        #expect(state.timelineRows[place].entry.kind == .mark)
    }

    /// A row that the operator did not select is no loss of his.
    @Test func onlyWhatWasSelectedLeavesTheList() {
        for isMoved in [false, true] {
            var state = shop("5", .down, .down)
            purge(&state)
            #expect(selected(state) == "trending")
            if isMoved { _ = state.press(.down, .up) }
            _ = state.press("f", "f")
            #expect(state.timelineFilter == .shop)
            let isSaid = state.draw().lines.contains { $0.contains("left the list") }
            #expect(isSaid == isMoved)
        }
    }
}
