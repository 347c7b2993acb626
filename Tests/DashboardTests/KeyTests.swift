import Dashboard
import Metrics
import Screen
import Testing

/// What keys do: the exact effects, and the state they leave.
@Suite struct KeyTests {
    let size = Size(columns: 120, rows: 40)

    @Test(
        arguments: [
            ("q", Effect.quit), (.control("c"), .quit), ("+", .setInterval(seconds: 0.5)),
            ("-", .setInterval(seconds: 2)), ("r", .sweepNow),
        ] as [(KeyPress, Effect)])
    func looking(key: KeyPress, effect: Effect) {
        var state = Shop.busy(size)
        #expect(state.press(key) == [effect])
    }

    /// Each dialog, the filter's line, and then nothing is left to close.
    @Test(arguments: ["?", "/", "P", "S"] as [KeyPress])
    func ctrlCClosesADialogBeforeItQuits(opening: KeyPress) {
        var state = Shop.busy(size)
        _ = state.press(opening)
        #expect(state.mode != .browsing)
        let effects = state.press(.control("c"))
        #expect(!effects.contains(.quit) && state.mode == .browsing)
        #expect(state.press(.control("c")) == [.quit])
    }

    @Test func ctrlCQuitsWhereNoDialogCanBeSeen() {
        var state = Shop.busy(size)
        _ = state.press("?")
        _ = state.update(.resized(Size(columns: 20, rows: 5)))
        #expect(state.press(.control("c")) == [.quit])
    }

    @Test func aRefusedStopIsExplained() {
        var state = Shop.busy(size)
        #expect(state.update(.stopRefused).isEmpty)
        #expect(state.notice?.text.contains("no shell") == true)
    }

    @Test func theNoticeOfASnapshotSaysWhatDrawsIt() {
        var state = Shop.busy(size)
        _ = state.update(.snapshotWritten(.success("./cachetop-x.json")))
        #expect(state.notice?.text.contains("cachetop render --from") == true)
    }

    @Test func theIntervalStopsAtItsEnds() {
        var state = Shop.busy(size)
        for _ in 0..<20 { _ = state.press("+") }
        #expect(state.setting.intervalSeconds == 0.25)
        #expect(state.press("+").isEmpty)
        for _ in 0..<20 { _ = state.press("-") }
        #expect(state.setting.intervalSeconds == 60)
        #expect(state.press("-").isEmpty)
    }

    @Test func retriesAtOnceWhileDisconnected() {
        var state = Shop.busy(size)
        state.feed(.link(.lost(why: "refused", retryAt: 130)), at: 121)
        #expect(state.press("r") == [.retryNow])
    }

    @Test func aSnapshotIsWhatIsShown() {
        var state = Shop.busy(size)
        #expect(state.press("w") == [.writeSnapshot(state.written)])
    }

    @Test func pauseHoldsTheNumbers() {
        var state = Shop.busy(size)
        _ = state.press(" ")
        let shown = state.shown
        state.feed(.sample(Shop.sample(second: 5, hits: 999_999)), at: 125)
        #expect(state.shown == shown)
        _ = state.press(" ")
        #expect(state.shown != shown)
    }

    @Test func theSearchEnginesHealthChangesTheAlertAlone() {
        var state = Shop.busy(size)
        let before = state.shown
        func alert() -> Alert? { state.shown.alert(.searchEngine) }
        #expect(state.update(.observed(.searchHealth(.down("HTTP 503")), at: 121)).isEmpty)
        #expect(alert()?.severity == .critical)
        var after = state.shown
        after.alerts.removeAll { $0.rule == "meilisearch" }
        #expect(after == before)
        // The next look derives the same.
        state.feed(.sample(Shop.sample(second: 1, hits: 902_000)), at: 122)
        #expect(alert()?.message == "down: HTTP 503")
        _ = state.press(" ")
        state.feed(.searchHealth(.available(seconds: 0.25)), at: 126)
        #expect(alert()?.severity == .critical)
        _ = state.press(" ")
        #expect(alert()?.rule == "meilisearch" && alert()?.severity == .info)
        #expect(alert()?.message == "ok 250 ms")
    }

    @Test func tabVisitsEveryPanelOnTheScreenAndReturns() {
        var state = Shop.busy(size)
        var visited: [PanelID] = []
        for _ in PanelID.allCases {
            visited.append(state.focus)
            _ = state.press(.tab)
        }
        let all = PanelID.allCases
        #expect(visited == Array(all.drop { $0 != .resources }) + all.prefix { $0 != .resources })
        #expect(state.focus == .resources)
        _ = state.press(.backTab)
        #expect(state.focus == .memory)
    }

    /// At 80x24 versions and times to live have no place; where one panel at a time is shown all have.
    @Test func tabPassesPanelsThatHaveNoRoom() {
        var state = Shop.busy(Size(columns: 80, rows: 24))
        _ = state.press("5", .tab)
        #expect(state.focus == .hitRate)
        state = Shop.busy(Size(columns: 40, rows: 10))
        _ = state.press("5", .tab)
        #expect(state.focus == .versions)
    }

    @Test func theFilterNarrowsAndEscapeClears() {
        var state = Shop.busy(size)
        _ = state.press("/", "i", "n", "v", .enter)
        #expect(state.filter == "inv")
        #expect(state.mode == .browsing)
        let lines = state.draw().lines
        #expect(lines.contains { $0.contains("inventory:42") })
        #expect(!lines.contains { $0.contains("product:42") && !$0.contains("Timeline") })
        // The table of resources keeps its rows.
        #expect(lines.contains { $0.contains("product ") && $0.contains("97.0%") })
        _ = state.press(.escape)
        #expect(state.filter.isEmpty)
    }

    @Test func tooSmallATerminalTakesOnlyQuit() {
        var state = Shop.busy(Size(columns: 39, rows: 10))
        #expect(state.press("S").isEmpty)
        #expect(state.mode == .browsing)
        #expect(state.press("q") == [.quit])
    }

    @Test func noKeyHasTwoMeaningsAndOnlyCapitalsChangeTheCache() {
        let keys = Keymap.bindings.flatMap(\.keys)
        #expect(Set(keys).count == keys.count)
        for binding in Keymap.bindings {
            for case .character(let character) in binding.keys {
                // x leads to all that changes the cache, and changes nothing by itself.
                #expect(
                    (character.isUppercase || character == "x") == binding.mutates,
                    "\(character)")
            }
        }
    }
}
