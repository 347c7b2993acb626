import Metrics
import Screen
import Testing

@testable import Dashboard

/// Enter opens what the cursor is on; where none was selected yet, what Down would select.
@Suite struct EnterTests {
    private func watched(_ size: Size = ScreenTests.wide) -> State {
        var state = Shop.busy(size)
        state.watchThreeMinutes()
        return state
    }

    @Test(arguments: [ScreenTests.wide, ScreenTests.small, SizeTests.least])
    func withoutACursorTheFirstRowIsOpened(size: Size) {
        for (key, view) in [
            ("3", .resource("search")), ("4", .key("inventory:42")),
            // The first resource with keys that its policy does not expect.
            ("7", .keys(.overPolicy, of: "facets")),
        ] as [(KeyPress, State.View)] {
            var state = watched(size)
            _ = state.press(key, .enter)
            #expect(state.view == view, "\(key)")
            _ = state.press(.escape)
            #expect(state.view == .dashboard && state.selection(in: state.focus) != nil)
        }
    }

    /// Charts, and rows that there is nothing behind, get the whole screen.
    @Test(arguments: ["1", "2", "5", "6"] as [KeyPress])
    func whatHasNothingToOpenIsZoomed(key: KeyPress) {
        var state = watched()
        _ = state.press(key, .enter)
        #expect(state.view == .dashboard && state.isExpanded)
    }

    @Test func inAResourceTheFirstRowToo() {
        var state = watched()
        _ = state.press("3", .enter)
        let first = state.rows(of: state.cursor).first
        _ = state.press(.enter)
        #expect(first == .key("search:9f3a:v128") && state.view == .key("search:9f3a:v128"))
        _ = state.press(.enter)
        #expect(state.notice?.text == "There is nothing more to open here; Esc goes back.")
    }

    @Test func aSearchThatHidesAllSaysSo() {
        var state = watched()
        _ = state.press("/", "z", "z", "z", .enter, "4")
        state.notice = nil
        state.isExpanded = false
        _ = state.press(.enter)
        #expect(state.notice?.text == "Nothing to open: the search hides all rows. Esc clears it.")
        #expect(!state.isExpanded)
        // The rows of the other panels are there, and open.
        _ = state.press("3", .enter)
        #expect(state.view == .resource("search"))
    }

    @Test func aRowThatHasLeftSaysSo() {
        var state = watched()
        _ = state.press("6", .down)
        state.shown.versions.removeFirst()
        _ = state.press(.enter)
        #expect(state.notice?.text.contains("has left the list") == true && !state.isExpanded)
    }

    /// Left and Right of a list of keys say why they do nothing.
    @Test func theOnlyListSaysSo() {
        var state = Scene.keys.state(ScreenTests.wide)
        _ = state.press(.right)
        #expect(state.view == .keys(.overPolicy, of: "facets"))
        #expect(state.notice?.text.contains("No other list has a key") == true)
    }
}
