import Metrics
import Screen
import Testing

@testable import Dashboard

/// What someone who knows htop, less, vim or k9s presses first.
@Suite struct HabitTests {
    let size = Size(columns: 120, rows: 40)

    private func name(of kind: PanelKind) -> String { "\(kind.key.name) \(kind.title)" }

    private func text(_ state: State) -> String { state.draw().lines.joined(separator: "\n") }

    @Test func arrowsMoveTheFocusAsTabDoes() {
        var (arrows, tabs) = (Shop.busy(size), Shop.busy(size))
        for (arrow, tab) in [(.right, .tab), (.right, .tab), (.left, .backTab)]
            as [(KeyPress, KeyPress)]
        {
            _ = (arrows.press(arrow), tabs.press(tab))
            #expect(arrows.focus == tabs.focus)
        }
        #expect(arrows.focus == .topKeys)
    }

    @Test(arguments: PanelID.allCases)
    func zoomGivesThePanelTheScreenAndTakesItBack(panel: PanelID) {
        var state = Shop.busy(size)
        state.focus = panel
        let before = state.draw().lines
        _ = state.press("z")
        #expect(state.isExpanded && state.focus == panel)
        #expect(state.draw().lines.count { $0.contains(#/^─[ ▸][1-7] /#) } == 1)
        _ = state.press("z")
        #expect(state.draw().lines == before)
    }

    /// With a row under the cursor, too, where Enter opens that.
    @Test func zoomDoesNotOpenTheRow() {
        var state = Shop.busy(size)
        _ = state.press("4", .down, "z")
        #expect(state.view == .dashboard && state.isExpanded)
        _ = state.press(.enter, "z")
        #expect(state.view == .key("inventory:42"))
    }

    /// Without colours as well: one sign before the title of the panel that has the focus.
    @Test(arguments: [false, true])
    func theFocusIsSeenWithoutColours(isASCII: Bool) {
        var setting = Shop.setting()
        setting.isASCII = isASCII
        let mark = isASCII ? "->" : "─▸"
        var state = Shop.busy(size, setting: setting)
        for kind in PanelKind.all {
            _ = state.press(kind.key)
            let text = text(state)
            for other in PanelKind.all {
                #expect(text.contains("\(mark)\(name(of: other))") == (other.id == kind.id))
            }
        }
    }

    @Test func spaceAloneHoldsTheNumbers() {
        for binding in Keymap.bindings where binding.keys != [" "] {
            for key in binding.keys {
                var state = Shop.busy(size)
                _ = state.press(key)
                #expect(!state.isPaused, "\(binding.label)")
            }
        }
    }

    // MARK: Keys that are none

    @Test func anUnboundKeyIsAnsweredOnce() {
        var state = Shop.busy(size)
        _ = state.press("Z")
        #expect(state.notice?.text == "Z is no key of cachetop; ? lists the keys.")
        state.notice = nil
        _ = state.press("Z")
        #expect(state.notice == nil)
        _ = state.press(.function(5))
        #expect(state.notice?.text.hasPrefix("F5 is no key") == true)
        state.notice = nil
        // A text that is pasted is not answered for ever.
        for scalar in (0x3B1...0x3FF).compactMap(Unicode.Scalar.init) {
            _ = state.press(.character(Character(scalar)))
        }
        state.notice = nil
        _ = state.press("@")
        #expect(state.notice == nil)
    }

    @Test func whatMattersMoreIsNotReplaced() {
        var state = Shop.busy(size)
        _ = state.update(.snapshotWritten(.failure(WriteFailure("The disk is full."))))
        _ = state.press("Z")
        #expect(state.notice?.text == "The disk is full.")
    }

    @Test func aKeyWithControlCharactersIsNamedHarmlessly() {
        var state = Shop.busy(size)
        _ = state.press(.character("\u{202E}"))
        #expect(state.notice?.text.hasPrefix("\\u202E is no key") == true)
    }

    // MARK: Redraw

    @Test(arguments: [[], ["?"], ["a"], ["/"], [":"], ["P"], ["S"]] as [[KeyPress]])
    func theScreenIsDrawnAnewInEveryMode(opening: [KeyPress]) {
        var state = Shop.busy(size)
        for key in opening { _ = state.press(key) }
        let mode = state.mode
        #expect(state.press(.control("l")) == [.redraw])
        #expect(state.mode == mode)
    }

    // MARK: Copy

    @Test func theSelectedKeyIsCopied() {
        var state = Shop.busy(size)
        #expect(state.press("c").isEmpty)
        #expect(state.notice?.text.contains("select one first") == true)
        #expect(state.press("4", .down, "c") == [.copy("inventory:42")])
        #expect(
            state.notice?.text
                == "Sent inventory:42 to the terminal's clipboard; the terminal decides whether it "
                + "takes it.")
        // In its own view, and a counter.
        #expect(state.press(.enter, "c") == [.copy("inventory:42")])
        #expect(state.press("6", .down, "c") == [.copy("version:search")])
        #expect(state.press("3", .down, "c").isEmpty)
    }

    /// What is pasted into a shell must not run: controls are escaped, and that is said; what is too long is
    /// not copied at all.
    @Test func aHostileKeyIsCopiedHarmlessly() {
        var state = Shop.busy(size)
        let long = String(repeating: "x", count: 5000)
        var survey = KeyspaceSurvey(policy: .standard, startedAt: Shop.noon)
        for name in ["product:1\nrm -rf /\u{1B}]52;c;eA==\u{07}"] {
            survey.add(
                Array(name.utf8), pttl: -1, bytes: 1, grammar: Shop.grammar, at: Shop.noon)
        }
        survey.isComplete = true
        state.feed(.survey(survey), at: 122)
        state.feed(.sample(Shop.sample(second: 2, hits: 902_000)), at: 122)
        #expect(
            state.press("7", .down, .enter, .down, "c")
                == [.copy("product:1\\nrm -rf /\\x1B]52;c;eA==\\x07")])
        #expect(state.notice?.text.contains("escaped as shown") == true)
        _ = state.open(.key(long))
        #expect(state.press("c").isEmpty)
        #expect(state.notice?.text.contains("more than 4,096 bytes") == true)
    }

    // MARK: Help

    /// The first page has what is dangerous, then what the focused panel shows.
    @Test(arguments: [ScreenTests.wide, ScreenTests.small])
    func theFirstPageOfTheHelp(size: Size) throws {
        for kind in PanelKind.all {
            var state = Shop.busy(size)
            _ = state.press(kind.key, "?")
            let page = text(state)
            for binding in Keymap.bindings where binding.mutates {
                let line = "\(binding.label)         \(binding.help)"
                #expect(page.contains(line), "\(binding.label)")
            }
            #expect(page.contains("To send it, press y") && page.contains("Esc stops a long purge"))
            #expect(page.contains(name(of: kind)) && page.contains("shows  "), "\(kind.title)")
        }
    }

    /// Every binding and every panel is in it, however small the terminal; nothing is cut.
    @Test(arguments: [ScreenTests.wide, ScreenTests.small, Size(columns: 40, rows: 10)])
    func allOfTheHelpCanBeRead(size: Size) {
        var state = Shop.busy(size)
        _ = state.press("?")
        var lines: [String] = []
        var mode: State.Mode?
        while mode != state.mode {
            mode = state.mode
            lines += state.draw().lines
            _ = state.press(.pageDown)
        }
        let all = Set(lines).joined(separator: "\n")
        for binding in Keymap.bindings {
            #expect(all.contains("\(binding.label) "), "\(binding.label)")
        }
        for kind in PanelKind.all { #expect(all.contains(kind.title)) }
        #expect(!lines.contains { $0.contains("… │") })
    }

    @Test func theHelpOfAViewIsItsOwn() {
        var state = Shop.busy(size)
        _ = state.press("4", .down, .enter, "?")
        #expect(text(state).contains("A key by itself"))
        _ = state.press(.escape, "3", .down, .enter, "?")
        #expect(text(state).contains("The resource search"))
    }

    @Test func readOnlyTheHelpSaysThatNothingChanges() {
        var setting = Shop.setting()
        setting.isReadOnly = true
        var state = Shop.busy(ScreenTests.small, setting: setting)
        _ = state.press("?")
        #expect(text(state).contains("no key changes the cache"))
    }

    @Test func inProductionTheHelpSaysWhatIsTyped() {
        var setting = Shop.setting()
        setting.isProduction = true
        var state = Shop.busy(ScreenTests.small, setting: setting)
        _ = state.press("?")
        #expect(text(state).contains("This is production: to send it"))
    }
}
