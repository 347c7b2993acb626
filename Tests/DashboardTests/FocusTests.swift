import Metrics
import Screen
import Testing

@testable import Dashboard

/// The focus is on a panel that is drawn, and what has the whole screen shows where its cursor is.
@Suite struct FocusTests {
    static let sizes = [
        ScreenTests.small, ScreenTests.wide, Size(columns: 200, rows: 60),
        Size(columns: 100, rows: 30), SizeTests.little, SizeTests.least,
    ]

    /// In the rule or among the names of the panels.
    private func isMarked(_ state: State) -> Bool {
        state.draw().lines.contains { $0.contains("▸\(PanelKind[state.focus]?.key.name ?? "")") }
    }

    @Test(arguments: sizes)
    func theFocusIsInSight(size: Size) {
        let busy = Shop.busy(size)
        for kind in PanelKind.all {
            for ways in [[], ["z", "z"], ["z", .escape], [.enter, .escape, .escape], [.tab]]
                as [[KeyPress]]
            {
                var state = busy
                _ = state.press(kind.key)
                for way in ways { _ = state.press(way) }
                #expect(isMarked(state), "\(kind.title) \(ways): \(state.focus)")
            }
        }
    }

    @Test(arguments: sizes)
    func theCursorIsInSightOnTheWholeScreen(size: Size) {
        let busy = Shop.busy(size)
        for kind in PanelKind.all {
            var state = busy
            _ = state.press(kind.key)
            if !state.isExpanded { _ = state.press("z") }
            #expect(state.isExpanded && isMarked(state), "\(kind.title)")
            guard kind.isList else { continue }
            #expect(state.draw().styleLines.contains { $0.contains("sss") }, "\(kind.title)")
            // One step further is the next row.
            let place = state.selection(in: kind.id) ?? -1
            _ = state.press(.down)
            let next = min(place + 1, state.rowCount(of: kind.id) - 1)
            #expect(state.selection(in: kind.id) == next, "\(kind.title)")
        }
    }

    /// The way back is to the panel that had the focus.
    @Test func aPanelWithoutAPlaceGivesTheFocusBack() {
        var state = Shop.busy(ScreenTests.small)
        _ = state.press("4", "6")
        #expect(state.isExpanded && state.focus == .versions)
        _ = state.press("z")
        #expect(!state.isExpanded && state.focus == .topKeys)
        // To one with a place the others come back, too.
        _ = state.press("7", "3")
        #expect(!state.isExpanded && state.focus == .resources)
        // What was zoomed by itself stays so.
        _ = state.press("z", "4")
        #expect(state.isExpanded && state.focus == .topKeys)
    }

    /// A smaller terminal takes the panel's place away.
    @Test func aSmallerTerminalMovesTheFocus() {
        var state = Shop.busy(ScreenTests.wide)
        _ = state.press("6")
        _ = state.update(.resized(ScreenTests.small))
        #expect(isMarked(state) && state.focus == .resources)
    }

    /// A cursor that nobody moved goes with the whole screen: the curve is of all resources again.
    @Test func theZoomLeavesNoCursorBehind() {
        var state = Shop.busy(ScreenTests.wide)
        _ = state.press("3", "z")
        #expect(state.selectedResource == "search")
        _ = state.press("z")
        #expect(state.selectedResource == nil)
        _ = state.press("z", .down, "z")
        #expect(state.selectedResource == "product")
    }

    /// Lists that were opened have a cursor as well.
    @Test func whatIsOpenedHasACursor() {
        var state = Shop.busy(ScreenTests.wide)
        state.watchThreeMinutes()
        _ = state.press("3", .enter)
        #expect(state.selection(in: state.cursor) == 0)
        // A purge is not about a row that the operator did not choose.
        #expect(state.selectedKey == nil)
        _ = state.press(.down, .up)
        #expect(state.selectedKey != nil)
        _ = state.press(.escape, "7", .enter)
        #expect(state.view == .keys(.overPolicy, of: "facets"))
        #expect(state.selection(in: state.cursor) == 0)
    }
}
