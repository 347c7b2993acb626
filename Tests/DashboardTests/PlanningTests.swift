import Dashboard
import Metrics
import Screen
import TestSupport
import Testing

/// While a plan is made: progress, cancelling, and what comes too late.
@Suite struct PlanningTests {
    let size = Size(columns: 120, rows: 40)
    let progress = PlanProgress(looked: 41_200, of: 310_000, found: 1204)

    private func counting(_ size: Size? = nil) -> State {
        var state = Shop.busy(size ?? self.size)
        _ = state.press("T")
        return state
    }

    @Test func progressIsShownAndNothingIsSent() {
        var state = counting()
        #expect(state.update(.planning(.trending, progress)).isEmpty)
        var confirmation = State.Confirmation(scope: .trending, since: 120)
        confirmation.stage = .counting(progress)
        #expect(state.mode == .confirming(confirmation))
        let text = "looking at keys: 41,200 of ~310,000, 1,204 found"
        #expect(state.draw().lines.contains { $0.contains(text) })
    }

    @Test(arguments: ["y", "n", .escape, .enter, "q", "T"] as [KeyPress])
    func anyKeyCancelsTheCount(key: KeyPress) {
        var state = counting()
        _ = state.update(.planning(.trending, progress))
        #expect(state.press(key) == [.cancelPlan])
        #expect(state.mode == .browsing)
        #expect(state.notice?.text == "Cancelled; nothing was sent.")
    }

    @Test func whatComesAfterTheCancelIsNobodys() throws {
        var state = counting()
        _ = state.press(.escape)
        #expect(state.update(.planning(.trending, progress)).isEmpty)
        #expect(
            state.update(.planned(.trending, .success(try Plans.direct(.trending)))).isEmpty)
        #expect(state.mode == .browsing)
        // Another scope's, while this one is counted.
        _ = state.press("S")
        _ = state.update(.planned(.trending, .success(try Plans.direct(.trending))))
        _ = state.update(.planning(.trending, progress))
        #expect(state.mode == .confirming(State.Confirmation(scope: .search, since: 120)))
    }

    /// A late failure must not take the place of a plan that is being read.
    @Test func onlyTheFirstAnswerCounts() throws {
        var state = counting()
        let planned = try Plans.direct(.trending)
        _ = state.update(.planned(.trending, .success(planned)))
        let mode = state.mode
        _ = state.update(.planned(.trending, .failure(.init(description: "late"))))
        _ = state.update(.planning(.trending, progress))
        #expect(state.mode == mode)
    }

    @Test(arguments: [true, false])
    func noPlanHasAReason(isRefusal: Bool) {
        var state = counting()
        let problem = InvalidationPlan.Problem(
            description: "Nothing was sent: 'trending' is forbidden here.", isRefusal: isRefusal)
        #expect(state.update(.planned(.trending, .failure(problem))) == [.flushTypeAhead])
        let lines = state.draw().lines
        #expect(lines.contains { $0.contains("'trending' is forbidden here.") })
        #expect(lines.contains { $0.contains("Refused by a guard") } == isRefusal)
        #expect(lines.contains { $0.contains("It can't be planned") } == !isRefusal)
        #expect(state.press("y").isEmpty)
        #expect(state.mode == .browsing)
        #expect(state.running == nil)
    }

    @Test func howLongItWillTakeIsSaidWhenThatIsKnown() {
        var state = counting()
        _ = state.update(.planning(.trending, progress))
        #expect(!state.draw().lines.contains { $0.contains("more") })
        _ = state.update(.ticked(124))
        #expect(state.draw().lines.contains { $0.contains("1,204 found, ~26s more") })
    }

    @Test func countingInLittleRoom() {
        var state = counting(Size(columns: 80, rows: 24))
        _ = state.update(.planning(.trending, progress))
        expectGolden(state.draw().lines, named: "counting-80x24")
    }
}
