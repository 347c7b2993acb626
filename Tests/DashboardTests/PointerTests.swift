import Metrics
import Screen
import Testing

@testable import Dashboard

/// The mouse, as values: what stands where, and what a click there does.
@Suite struct PointerTests {
    private func place(of text: String, _ state: State) throws -> (x: Int, y: Int) {
        let lines = state.draw().lines
        let y = try #require(lines.firstIndex { $0.contains(text) }, "no \(text)")
        let range = try #require(lines[y].firstRange(of: text))
        return (lines[y].distance(from: lines[y].startIndex, to: range.lowerBound), y)
    }

    private func click(
        _ text: String, _ state: inout State, _ button: MousePress.Button = .left
    ) throws -> [Effect] {
        let (x, y) = try place(of: text, state)
        return state.update(.mousePressed(MousePress(button, x: x, y: y)))
    }

    /// Every row that a list shows is where it is drawn, in each panel, zoomed and not, in every size.
    @Test(arguments: ScreenTests.sizes.prefix(4), [false, true])
    func eachRowIsWhereItIsDrawn(size: Size, isZoomed: Bool) {
        for panel in PanelID.allCases {
            var state = ScrollKeyTests.manyKeys(size)
            state.focus = panel
            state.isExpanded = isZoomed
            for (place, row) in state.rows(of: panel).enumerated()
            where place < 3 || place % 7 == 0 {
                state.selections[panel] = Selection(row: row, place: place)
                let styles = state.draw().styleLines
                for (y, line) in styles.enumerated() {
                    guard let x = Array(line).firstIndex(of: "s") else { continue }
                    let target = state.target(x: x, y: y)
                    #expect(target == .row(panel, place: place), "\(panel) \(place) \(x) \(y)")
                }
            }
        }
    }

    /// In terminals that show one panel at a time, at every width and in every form of the names.
    @Test(arguments: [40, 50, 56, 60, 69], [false, true])
    func aClickOnANameShowsThePanel(columns: Int, isASCII: Bool) throws {
        var setting = Shop.setting()
        setting.isASCII = isASCII
        var state = Shop.busy(Size(columns: columns, rows: 20), setting: setting)
        for _ in 0..<2 {
            for kind in PanelKind.all.shuffled() {
                let y = try #require(Layout(state: state).tabs?.y)
                let line = state.draw().lines[y]
                let digit = try #require(line.firstIndex(of: Character(kind.key.name)))
                let x = line.distance(from: line.startIndex, to: digit)
                #expect(state.target(x: x, y: y) == .tab(kind.id))
                #expect(state.update(.mousePressed(MousePress(.wheelDown, x: x, y: y))).isEmpty)
                #expect(state.update(.mousePressed(MousePress(.left, x: x, y: y))).isEmpty)
                #expect(state.focus == kind.id)
                // Behind the last name there is none.
                #expect(state.target(x: columns, y: y) == nil)
            }
        }
    }

    @Test func whatIsNoRowIsThePanel() throws {
        let state = Shop.busy(ScreenTests.wide)
        for kind in PanelKind.all where Layout(state: state).places[kind.id] != nil {
            let (x, y) = try place(of: " \(kind.title)", state)
            #expect(state.target(x: x, y: y) == .panel(kind.id))
        }
        // Sums are no rows of the list.
        let (x, y) = try place(of: " all   ", state)
        #expect(state.target(x: x, y: y) == .panel(.resources))
        // Header, footer, and what is outside.
        for (x, y) in [(3, 0), (3, 39), (-1, 5), (500, 5), (5, 500)] {
            #expect(state.target(x: x, y: y) == nil)
        }
    }

    @Test func aClickSelectsAndASecondOneOpens() throws {
        var state = Shop.busy(ScreenTests.wide)
        #expect(try click("product:42", &state).isEmpty)
        #expect(state.focus == .topKeys && state.selectedKey == "product:42")
        #expect(state.view == .dashboard)
        #expect(
            try click("product:42", &state)
                == [.inspect(Array("product:42".utf8), wantsValue: false, usesLFU: false)])
        #expect(state.view == .key("product:42"))
        _ = state.press(.escape)
        #expect(try click(" 7 TTL left", &state).isEmpty)
        #expect(state.focus == .ttl && !state.isExpanded)
        // A second click on a rule opens nothing.
        #expect(try click("7 TTL left", &state).isEmpty && !state.isExpanded)
    }

    @Test func aClickOnAResourceAndOnItsRows() throws {
        var state = Shop.busy(ScreenTests.wide)
        for _ in 0..<2 { _ = try click("product        890", &state) }
        #expect(state.view == .resource("product"))
        for _ in 0..<2 { _ = try click("product:42", &state) }
        #expect(state.view == .key("product:42"))
        _ = state.press(.escape, .escape)
        for _ in 0..<2 { _ = try click("facets          60", &state) }
        #expect(state.view == .resource("facets"))
        for _ in 0..<2 { _ = try click("over policy", &state) }
        #expect(state.view == .keys(.overPolicy, of: "facets"))
    }

    /// Over another panel than the one with the focus.
    @Test func theWheelMovesTheListUnderIt() throws {
        var state = ScrollKeyTests.manyKeys(ScreenTests.wide)
        _ = state.press("3")
        for _ in 0..<3 { _ = try click("4 Missed keys", &state, .wheelDown) }
        #expect(state.focus == .topKeys && state.selection(in: .topKeys) == 8)
        _ = try click("4 Missed keys", &state, .wheelUp)
        #expect(state.selection(in: .topKeys) == 5)
    }

    @Test func aDialogScrollsAndIsNeitherClosedNorConfirmed() throws {
        var state = Shop.busy(ScreenTests.small)
        _ = state.press("?")
        let wheel = Action.mousePressed(MousePress(.wheelDown, x: 40, y: 12))
        #expect(state.update(wheel).isEmpty && state.mode == .help(offset: 3))
        #expect(state.update(.mousePressed(MousePress(.left, x: 40, y: 12))).isEmpty)
        #expect(state.mode == .help(offset: 3))
        _ = state.press(.escape, "S")
        let mode = state.mode
        for button: MousePress.Button in [.left, .wheelUp, .wheelDown] {
            for y in 0..<24 {
                #expect(state.update(.mousePressed(MousePress(button, x: 40, y: y))).isEmpty)
            }
        }
        #expect(state.mode == mode)
    }

    /// To its end, which a `y` needs; a click confirms nothing.
    @Test func aLongPlanScrolls() throws {
        var state = Shop.busy(Size(columns: 60, rows: 10))
        state.show(try Plans.category())
        let before = state.draw().lines
        for _ in 0..<20 {
            #expect(state.update(.mousePressed(MousePress(.wheelDown, x: 9, y: 5))).isEmpty)
        }
        guard case .confirming(let confirmation) = state.mode else {
            Issue.record("the plan was left")
            return
        }
        #expect(confirmation.offset > 0 && state.draw().lines != before)
        #expect(state.update(.mousePressed(MousePress(.left, x: 9, y: 9))).isEmpty)
        #expect(state.mode == .confirming(confirmation))
    }

    @Test func aClickEndsTheTypingOfASearch() throws {
        var state = Shop.busy(ScreenTests.wide)
        _ = state.press("/", "4", "2")
        #expect(try click("product:42", &state).isEmpty)
        #expect(state.mode == .browsing && state.filter == "42")
        #expect(state.selectedKey == "product:42")
    }

    @Test func inATooSmallTerminalNothingIsPointedAt() {
        var state = Shop.busy(Size(columns: 30, rows: 5))
        #expect(state.update(.mousePressed(MousePress(.left, x: 1, y: 1))).isEmpty)
    }
}
