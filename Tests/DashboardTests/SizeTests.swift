import Dashboard
import Metrics
import Screen
import TestSupport
import Testing

/// Terminals that are smaller or larger than usual.
@Suite struct SizeTests {
    static let little = Size(columns: 60, rows: 20)
    static let least = Size(columns: 40, rows: 10)

    @Test(arguments: Scene.all, [little, least])
    func oneThingAtATime(scene: Scene, size: Size) {
        expectGolden(scene.state(size).draw().lines, named: "small-\(scene)-\(size.name)")
    }

    @Test(arguments: [Scene.dashboard, .resource, .keys, .key, .alerts, .help])
    func aHundredByThirty(scene: Scene) {
        let state = scene.state(Size(columns: 100, rows: 30))
        expectGolden(state.draw().lines, named: "view-\(scene)-100x30")
    }

    // MARK: Every panel is reachable

    @Test(arguments: [little, least, ScreenTests.small, Size(columns: 100, rows: 30)])
    func byItsDigitAndTheFooterSaysSo(size: Size) {
        var state = Shop.busy(size)
        #expect(state.draw().lines.last?.contains("1-7 panels") == true)
        for (panel, key) in zip(
            PanelID.allCases, ["1", "2", "3", "4", "5", "6", "7"] as [KeyPress])
        {
            _ = state.press(key)
            #expect(state.focus == panel)
            #expect(state.draw().lines.contains { $0.contains(" \(panel.title)") }, "\(panel)")
        }
    }

    @Test(arguments: [little, least])
    func byTab(size: Size) {
        var state = Shop.busy(size)
        var seen: [PanelID] = []
        for _ in PanelID.allCases {
            _ = state.press(.tab)
            seen.append(state.focus)
            let rule = "─▸\(PanelID.allCases.firstIndex(of: state.focus).map { $0 + 1 } ?? 0) "
            #expect(state.draw().lines.contains { $0.hasPrefix(rule) })
        }
        #expect(Set(seen) == Set(PanelID.allCases))
    }

    /// The row of names marks the panel that is shown, at every width.
    @Test(arguments: [40, 50, 60, 69])
    func tabsNameThePanel(columns: Int) {
        var state = Shop.busy(Size(columns: columns, rows: 20))
        for panel in PanelID.allCases {
            state.focus = panel
            let tabs = state.draw().lines[2]
            let name = columns < 56 ? panel.title : ""
            #expect(tabs.contains("▸") && tabs.contains(name), "\(tabs)")
            for digit in 1...7 { #expect(tabs.contains("\(digit)"), "\(tabs)") }
        }
    }

    /// In a terminal without a row for alerts the footer counts them.
    @Test func alertsAreCountedInTheFooter() {
        var state = Shop.busy(Self.least)
        #expect(state.draw().lines.last?.hasPrefix(" a 1!") == true)
        _ = state.press("a")
        #expect(state.draw().lines.contains { $0.contains("facets has 4 keys") })
        _ = state.press(.escape)
        state.shown.alerts = []
        #expect(state.draw().lines.last?.hasPrefix("        1-7 panels") == true)
    }

    /// What happened to a resource has a place at every size, and so have its rows.
    @Test(arguments: [little, least, Size(columns: 50, rows: 40)])
    func aResourceSaysWhatHappened(size: Size) {
        let lines = Scene.resource.state(size).draw().lines
        for words in [
            "What happened lately", "A 14:02:10 product:981", "over policy", "no expiry",
            "product:42",
        ] { #expect(lines.contains { $0.contains(words) }, "\(words): \(lines)") }
    }

    // MARK: Too small

    @Test(
        arguments: [
            (39, 10, "cachetop needs 40x10; this is 39x10."), (40, 9, "cachetop needs 40x10;"),
            (80, 1, "cachetop needs 40x10; this is 80x1. q quits."),
            (30, 1, "cachetop needs 40x10"), (15, 1, "needs 40x10"), (6, 1, "40x10"),
        ])
    func theSizeThatItNeeds(columns: Int, rows: Int, words: String) {
        let lines = Shop.busy(Size(columns: columns, rows: rows)).draw().lines
        #expect(lines.first?.hasPrefix(words) == true, "\(lines)")
        #expect(lines.allSatisfy { $0.count <= columns })
    }

    // MARK: Room

    /// A tall screen gives more rows to charts and to lists.
    @Test func aLargeScreenUsesItsRoom() {
        let large = Layout(state: Shop.busy(Size(columns: 200, rows: 60)))
        let wide = Layout(state: Shop.busy(ScreenTests.wide))
        for panel in PanelID.allCases {
            let (more, less) = (large.places[panel], wide.places[panel])
            #expect((more?.width ?? 0) > (less?.width ?? 0), "\(panel)")
        }
        #expect((large.places[.hitRate]?.height ?? 0) >= 18)
        #expect((large.places[.topKeys]?.height ?? 0) > (wide.places[.topKeys]?.height ?? 0))
        #expect(large.places[.versions]?.y == large.places[.ttl]?.y)
    }

    // MARK: Dialogs

    /// Every line of a page can be reached, and the last page is the end: no key counts beyond it.
    @Test(arguments: ["?", "a"] as [KeyPress], [little, least, ScreenTests.small])
    func pagesScrollToTheirEnd(key: KeyPress, size: Size) {
        var state = Scene.alerts.state(size)
        _ = state.press(.escape, key)
        let first = state.draw().lines
        for _ in 0..<600 { _ = state.press(.down) }
        let last = state.draw().lines
        _ = state.press(.up)
        if first != last { #expect(state.draw().lines != last, "one step back is seen at once") }
        _ = state.press(.home)
        #expect(state.draw().lines == first)
        _ = state.press(.end)
        #expect(state.draw().lines == last)
        #expect(!last.contains { $0.contains(" more ─┘") })
        _ = state.press(.escape)
        #expect(state.mode == .browsing)
    }

    /// All that is known of a key can be read in the smallest terminal.
    @Test func aKeyScrolls() {
        var state = Scene.key.state(Self.least)
        var seen = state.draw().lines.joined(separator: "\n")
        #expect(seen.contains("more"))
        for _ in 0..<60 {
            _ = state.press(.down)
            seen += state.draw().lines.joined(separator: "\n")
        }
        for word in ["resource", "TTL left", "encoding", "invalidated", "look-ups", "running"] {
            #expect(seen.contains(word), "\(word)")
        }
        let last = state.draw().lines
        #expect(!last.contains { $0.contains(" more") })
        _ = state.press(.up)
        #expect(state.draw().lines != last)
    }

    @Test func aWholePageHasNoMark() {
        var state = Shop.busy(Size(columns: 120, rows: 40))
        _ = state.press("a")
        #expect(!state.draw().lines.contains { $0.contains(" more ─┘") })
    }
}
