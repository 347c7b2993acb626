import Metrics
import Screen
import Testing

@testable import Dashboard

/// Esc leaves one thing at a time, and the present is reached by it in the end.
@Suite struct EscapeTests {
    private func watched(_ size: Size = ScreenTests.wide) -> State {
        var state = Shop.busy(size)
        state.watchThreeMinutes()
        return state
    }

    private func banner(_ state: State) -> String {
        state.draw().lines.first { $0.contains(" PAST ") } ?? ""
    }

    @Test(arguments: [ScreenTests.wide, ScreenTests.small, SizeTests.little, SizeTests.least])
    func itLeavesThePast(size: Size) {
        var state = watched(size)
        _ = state.press("{")
        #expect(state.viewing != nil && banner(state).contains("Esc now"), "\(banner(state))")
        #expect(state.press(.escape).isEmpty)
        #expect(state.viewing == nil && banner(state).isEmpty)
    }

    /// A dialog, the search, a view and the zoom lie on top of the past. A baseline is none of them: it stays.
    @Test func whatLiesOnTopGoesFirst() {
        var state = Shop.busy(ScreenTests.wide)
        for second in 1...12 {
            state.feed(
                .sample(Shop.sample(second: second, hits: 902_000)), at: 120 + Double(second))
        }
        _ = state.press("b", "[", "3", "z", "/", "p", "r", "o", .enter, .enter, "?")
        #expect(state.mode == .help(offset: 0) && state.view != .dashboard)
        var left: [EscapeStep?] = []
        #expect(!banner(state).contains("Esc now"))
        _ = state.press(.escape)
        #expect(state.mode == .browsing)
        while let next = state.nextEscape, left.count < 9 {
            left.append(next)
            #expect(banner(state).contains("Esc now") == (next == .past))
            _ = state.press(.escape)
        }
        #expect(left == [.view, .search, .zoom, .past])
        #expect(state.viewing == nil && state.baseline != nil)
        #expect(state.press(.escape).isEmpty)
    }

    @Test func aFileHasNoPresentToReturnTo() throws {
        let file = try Snapshot(json: try watched().written.json())
        var state = State(replaying: file, size: ScreenTests.wide)
        let isShown = state.view(at: file.takenAt.adding(seconds: -60))
        #expect(isShown && banner(state).contains("from the history in the file"))
        #expect(!banner(state).contains("now"))
    }
}
