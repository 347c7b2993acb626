import Dashboard
import Metrics
import Screen
import TestSupport
import Testing

/// A plan is confirmed by what is on the screen, never ahead of it.
@Suite struct PlanSightTests {
    private func planned(_ scope: InvalidationScope = .trending) throws -> State {
        var state = Shop.busy(Size(columns: 120, rows: 40))
        state.planSight = .lastFrame(nil)
        _ = state.press("T")
        _ = state.update(.planned(scope, .success(try Plans.direct(scope))))
        return state
    }

    private func sends(_ effects: [Effect]) -> Bool {
        effects.contains { if case .invalidate = $0 { true } else { false } }
    }

    @Test func whatTheTerminalHasNotShownIsNotSent() throws {
        var state = try planned()
        let mode = state.mode
        let effects = state.press("y")
        #expect(!sends(effects) && effects == [.flushTypeAhead])
        #expect(state.mode == mode)
        #expect(state.notice?.text.contains("not on the screen yet") == true)
        state.planSight = .lastFrame(state.planView)
        #expect(sends(state.press("y")))
    }

    @Test func escapeLeavesItAtOnce() throws {
        var state = try planned()
        #expect(state.press(.escape).isEmpty)
        #expect(state.mode == .browsing)
    }

    /// The frame before the plan's, another plan's, or the same at another size.
    @Test func anotherFrameIsNone() throws {
        var earlier = try planned()
        _ = earlier.update(.resized(Size(columns: 100, rows: 40)))
        var state = try planned()
        for view in [Shop.busy(Size(columns: 120, rows: 40)).planView, earlier.planView] {
            state.planSight = .lastFrame(view)
            #expect(!sends(state.press("y")))
        }
    }

    /// Without a frame behind: a file, a test, a terminal that takes all.
    @Test func whatIsDrawnAtOnceIsSeen() throws {
        var state = try planned()
        state.planSight = .atOnce
        #expect(sends(state.press("y")))
    }
}
