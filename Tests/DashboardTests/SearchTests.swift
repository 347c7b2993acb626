import Metrics
import Screen
import Testing

@testable import Dashboard

/// `/` searches all keys that are known, and n and p go from match to match.
@Suite struct SearchTests {
    let size = Size(columns: 120, rows: 40)

    private func text(_ state: State) -> String { state.draw().lines.joined(separator: "\n") }

    /// Two hundred products that missed, so that most of them are in no list.
    private func state(_ size: Size = Size(columns: 120, rows: 40)) -> State {
        var state = Shop.busy(size)
        var tally = EventTally(slots: Shop.grammar.slots)
        var keys = TopKeys()
        tally.beginEntry(at: Shop.noon)
        for index in 0..<200 {
            tally.add(n: 200 - index, "miss", "product:\(2000 + index)", Shop.grammar, &keys)
        }
        var status = EventStatus(source: "stream:cache:events")
        status.coveredFrom = Shop.noon.adding(seconds: -300)
        state.feed(
            .events(
                EventReport(
                    tally: tally, status: status, topKeys: keys.top(50), keySlices: keys.slices)),
            at: 121)
        state.feed(.sample(Shop.sample(second: 1, hits: 902_000)), at: 121)
        return state
    }

    @Test func aKeyThatNoListShowsIsFound() {
        var state = state()
        #expect(!state.shown.topKeys.contains { $0.key == "product:2199" })
        _ = state.press("/", "2", "1", "9", "9")
        #expect(text(state).contains("product:2199"))
        #expect(text(state).contains("1 found"))
        _ = state.press(.enter)
        // Its list has nothing: the cursor goes where something is.
        #expect(state.mode == .browsing && state.focus == .topKeys)
        #expect(
            state.press("n", .enter) == [
                .inspect(Array("product:2199".utf8), wantsValue: false, usesLFU: false)
            ])
        #expect(state.view == .key("product:2199"))
    }

    @Test func whatASweepHasFoundIsMarked() {
        var state = state()
        _ = state.press("/", "c", "1", "2", "0")
        // Over its policy, as the sweep of these tests has it; nothing looked it up.
        #expect(text(state).contains(/facets:c120 +sweep +-/))
        _ = state.press(.enter)
        #expect(state.shown.found?.keys.map(\.seenIn) == [[.sweep], [.sweep]])
    }

    /// The screen is in the file, and in the picture that is drawn from it.
    @Test func aFileHasWhatWasFound() throws {
        var state = state()
        _ = state.press("/", "2", "1", "9", "9", .enter)
        let file = try Snapshot(json: state.written.json())
        #expect(file.found == state.shown.found)
        let drawn = State(replaying: file, size: size).draw().lines.joined(separator: "\n")
        #expect(drawn.contains("product:2199") && drawn.contains("1 found"))
    }

    @Test func matchesAreVisitedInTurn() {
        var state = state()
        _ = state.press("n")
        #expect(state.notice?.text.contains("/ searches first") == true)
        _ = state.press("/", "2", "0", "0", .enter)
        #expect(state.selectedKey == "product:2000")
        _ = state.press("n", "n")
        #expect(state.selectedKey == "product:2002")
        _ = state.press("p")
        #expect(state.selectedKey == "product:2001")
        // Behind the last one the first: no other list has any.
        _ = state.press("p", "p")
        #expect(state.selectedKey == state.topKeyRows.last?.key)
        _ = state.press("n")
        #expect(state.selectedKey == "product:2000")
    }

    /// From list to list, in the order of their digits.
    @Test func behindTheLastMatchComesTheNextList() {
        var state = Shop.busy(size)
        _ = state.press("3", "/", "s", "e", "a", "r", "c", "h", .enter)
        var visited = [state.focus]
        for _ in 0..<12 {
            _ = state.press("n")
            if state.focus == .topKeys { _ = state.press(.end) }
            if visited.last != state.focus { visited.append(state.focus) }
        }
        #expect(visited.prefix(5) == [.resources, .topKeys, .timeline, .versions, .ttl])
        #expect(visited.dropFirst(5).first == .resources)
        _ = state.press("p")
        #expect(state.focus != .hitRate && state.focus != .memory)
    }

    struct Nearest: Sendable {
        var text: String
        var panel: PanelID
        var row: RowID
    }

    /// Enter opens what is like the text most, in whichever panel it is, and the footer names it before.
    @Test(
        arguments: [
            Nearest(text: "product", panel: .resources, row: .resource("product")),
            Nearest(text: "42", panel: .topKeys, row: .key("inventory:42")),
            Nearest(text: "product:42", panel: .topKeys, row: .key("product:42")),
            Nearest(text: "version:gl", panel: .versions, row: .counter("version:global")),
            Nearest(text: "inv", panel: .resources, row: .resource("inventory")),
        ], [PanelID.resources, .timeline, .memory])
    func enterGoesToTheNearestMatch(_ nearest: Nearest, from focus: PanelID) {
        // Equally like: the panel with the focus, then the keys.
        let isKey = nearest.text == "inv" && focus != .resources
        var state = Shop.busy(Size(columns: 120, rows: 50))
        state.focus = focus
        _ = state.press("/")
        for character in nearest.text { _ = state.press(.character(character)) }
        _ = state.press(.enter)
        let expected = isKey ? RowID.key("inventory:42") : nearest.row
        #expect(state.focus == (isKey ? .topKeys : nearest.panel))
        #expect(state.selections[state.focus]?.row == expected, "\(state.selections)")
        #expect(state.draw().lines.last?.contains("Enter opens \(expected.name)") == true)
    }

    /// What a panel with the whole screen shows is what is meant.
    @Test func inAZoomedPanelItIsTheFirstRowThere() {
        var state = Shop.busy(size)
        _ = state.press("5", "z", "/", "s", "e", "a", "r", "c", "h", .enter)
        #expect(state.focus == .timeline)
        let place = state.selection(in: .timeline)
        let first = state.timelineRows.firstIndex(where: state.isMatch)
        #expect(place != nil && place == first)
    }

    /// Only lists of keys are narrowed down: what no name matches is not hidden elsewhere.
    @Test(arguments: ["inv", "42", "qqq"])
    func otherPanelsKeepTheirRows(text: String) {
        for panel in [PanelID.resources, .timeline, .versions, .ttl] {
            var state = Shop.busy(Size(columns: 200, rows: 60))
            state.focus = panel
            let before = PanelID.allCases.map { $0 == .topKeys ? 0 : state.rowCount(of: $0) }
            _ = state.press("/")
            for character in text { _ = state.press(.character(character)) }
            #expect(
                PanelID.allCases.map { $0 == .topKeys ? 0 : state.rowCount(of: $0) } == before)
            _ = state.press(.enter)
            let lines = state.draw().lines
            #expect(!lines.contains { $0.contains("filter hides") }, "\(lines)")
            // n and p still go to matches alone.
            for key in ["n", "n", "p", "n"] as [KeyPress] where text != "qqq" {
                _ = state.press(key)
                guard let row = state.selections[state.focus]?.row else {
                    Issue.record("no row is selected in \(state.focus)")
                    continue
                }
                let texts =
                    state.focus == .timeline
                    ? state.timelineRows.first { $0.rowID == row }?.texts ?? [] : [row.name]
                #expect(
                    state.focus == .topKeys || texts.contains { $0.contains(text) }, "\(texts)")
            }
        }
    }

    /// The rows that match are marked.
    @Test func matchesAreMarkedWhereRowsStay() {
        var state = Shop.busy(Size(columns: 120, rows: 50))
        _ = state.press("/", "i", "n", "v", .enter, "4")
        let canvas = state.draw()
        func styles(_ name: String) -> Set<Character> {
            let rows = canvas.lines.indices.filter { canvas.lines[$0].hasPrefix(" \(name) ") }
            return Set(rows.compactMap { Array(canvas.styleLines[$0]).dropFirst().first })
        }
        #expect(styles("inventory").contains("a"))
        #expect(!styles("search").contains("a"))
    }

    /// A view that the search does not narrow down hides what was found.
    @Test func itLeavesAViewThatHidesTheMatch() {
        var state = Shop.busy(size)
        _ = state.press("3", .down, .enter, "/", "4", "2", .enter)
        #expect(state.view == .dashboard && state.selectedKey == "inventory:42")
        _ = state.press(.enter)
        #expect(state.view == .key("inventory:42"))
    }

    /// Their size and time to live have their columns, and are asked for at once.
    @Test func foundKeysHaveSizeAndTimeToLive() {
        var state = state()
        _ = state.press("/", "2", "1", "9", "9", .enter)
        let lines = state.draw().lines
        #expect(lines.contains { $0.contains(" size ") && $0.contains(" TTL ") }, "\(lines)")
        let key = Array("product:2199".utf8)
        let effects = state.update(
            .observed(.sample(Shop.sample(second: 2, hits: 902_000)), at: 122))
        let isAsked = effects.contains {
            if case .measure(let keys) = $0 { keys.contains(key) } else { false }
        }
        #expect(isAsked, "\(effects)")
    }

    @Test func theFooterSaysHowItEnds() {
        for columns in [40, 60, 80, 120] {
            var state = state(Size(columns: columns, rows: 24))
            _ = state.press("/", "2", "1", .enter)
            let footer = state.draw().lines.last ?? ""
            #expect(footer.hasPrefix(" /21  Esc clears") || columns < 60, "\(footer)")
            #expect(footer.contains("q quit"), "\(columns): \(footer)")
            _ = state.press(.escape)
            #expect(state.filter.isEmpty && state.shown.found == nil)
        }
    }

    /// First the search ends, then the zoom; what lies above the lists is left first.
    @Test func escapeEndsOneThingAtATime() {
        var state = state()
        _ = state.press("4", "z", "/", "2", "1", .enter, "n", .enter)
        #expect(state.view != .dashboard)
        _ = state.press(.escape)
        #expect(state.view == .dashboard && state.filter == "21" && state.isExpanded)
        _ = state.press(.escape)
        #expect(state.filter.isEmpty && state.isExpanded)
        _ = state.press(.escape)
        #expect(!state.isExpanded)
    }

    @Test func nothingFoundSaysSo() {
        var state = state()
        _ = state.press("/", "q", "q", "q", .enter)
        #expect(text(state).contains("no key known contains 'qqq'"))
        #expect(state.notice?.text.hasPrefix("Nothing that is known contains 'qqq'.") == true)
    }

    /// Where the panel of the keys has no room, it gets the screen.
    @Test func inASmallTerminalTheKeysGetTheScreen() {
        var state = state(Size(columns: 60, rows: 14))
        _ = state.press("3", "/", "2", "1", "9", "9", .enter)
        #expect(state.focus == .topKeys)
        #expect(text(state).contains("product:2199"))
    }

    @Test func inThePastTheNamesOfThatMinuteAreSearched() {
        var state = state()
        for second in 2...4 {
            state.feed(
                .sample(Shop.sample(second: second, hits: 902_000)), at: 120 + Double(second))
        }
        _ = state.press("[", "/", "2", "1", "9", "9", .enter)
        #expect(state.viewing != nil && state.shown.found == nil)
        _ = state.press("0")
        #expect(state.shown.found?.matches == 1)
    }
}
