import Dashboard
import Metrics
import Screen
import TestSupport
import Testing

/// Every panel and the whole screen at the sizes that operators have, in roles and in plain ASCII.
@Suite struct PanelScreenTests {
    static let sizes = [ScreenTests.small, ScreenTests.wide, Size(columns: 200, rows: 60)]

    private func state(_ size: Size, _ panel: PanelID?, ascii: Bool = false) -> State {
        var setting = Shop.setting()
        setting.isASCII = ascii
        var state = Shop.busy(size, setting: setting)
        if let panel {
            state.focus = panel
            state.isExpanded = true
        }
        return state
    }

    @Test(arguments: [nil] + PanelID.allCases.map { $0 }, sizes)
    func inRoles(panel: PanelID?, size: Size) {
        let canvas = state(size, panel).draw()
        let name = panel?.rawValue ?? "dashboard"
        expectGolden(
            canvas.lines + [""] + canvas.styleLines, named: "panel-\(name)-\(size.name)")
    }

    @Test(arguments: [nil] + PanelID.allCases.map { $0 }, sizes.prefix(2).map { $0 })
    func inASCII(panel: PanelID?, size: Size) {
        let lines = state(size, panel, ascii: true).draw().lines
        #expect(lines.allSatisfy { $0.allSatisfy(\.isASCII) })
        expectGolden(lines, named: "panel-\(panel?.rawValue ?? "dashboard")-\(size.name)-ascii")
    }

    @Test(arguments: [ScreenTests.wide, Size(columns: 200, rows: 60)])
    func allPanelsHaveAPlace(size: Size) {
        let layout = Layout(state: Shop.busy(size))
        #expect(layout.reachable == PanelID.allCases)
    }

    /// Four facets live too long: that is said at every width, and without colour.
    @Test(arguments: 40...130)
    func whatShouldNotBeThereNeverDisappears(columns: Int) {
        for rows in [10, 14, 24, 40] {
            let lines = Shop.busy(Size(columns: columns, rows: rows)).draw().lines
            let row = lines.first { $0.contains(" facets ") && $0.contains("4!") }
            #expect(row != nil, "\(columns)x\(rows)")
        }
    }

    /// Nothing that is normal is orange or red.
    @Test func aShopThatIsWellHasNoColourOfAlarm() {
        var state = Shop.busy(ScreenTests.wide)
        for index in state.shown.resources.indices {
            state.shown.resources[index].ttl?.overPolicy = 0
            state.shown.resources[index].ttl?.buckets[10].keys = 0
        }
        state.shown.alerts = []
        let styles = Set(state.draw().styleLines.joined())
        #expect(styles.isDisjoint(with: ["w", "c", "o", "O"]))
    }

    @Test func alertsHaveALineAndAPage() {
        var state = Shop.busy(ScreenTests.small)
        state.shown.alerts = [
            Alert(
                rule: "keysOverTTL", severity: .warning, subject: "facets", value: 4, message: "F."),
            Alert(rule: "memoryFull", severity: .critical, value: 0.97, message: "Full. Act."),
            Alert(rule: "unheardOf", severity: .warning, message: "It is odd. Look at it."),
            Alert(rule: "meilisearch", severity: .info, message: "ok"),
        ]
        let line = state.draw().lines[1]
        #expect(
            line.hasPrefix(
                " 3 alerts  ✖ memory 97.0% full  ! facets 4 over TTL  ! It is odd "),
            "\(line)")
        #expect(line.hasSuffix(" a all"))
        _ = state.press("a")
        let page = state.draw().lines
        #expect(page.contains { $0.contains("✖ Full. Act.") })
        #expect(page.contains { $0.contains("! It is odd. Look at it.") })
        _ = state.press(.escape)
        #expect(state.mode == .browsing)
        state.shown.alerts = []
        #expect(!state.draw().lines.contains { $0.contains("a all") })
    }

    /// Alerts come and go in large terminals without moving anything.
    @Test func theAlertsLineKeepsItsPlace() {
        var state = Shop.busy(ScreenTests.wide)
        let before = Layout(state: state).places
        state.shown.alerts = []
        #expect(Layout(state: state).places == before)
        #expect(state.draw().lines[1] == " no alerts")
        #expect(Shop.starting(ScreenTests.wide).draw().lines[1].isEmpty)
    }

    /// The curve is that of the resource under the cursor, whichever panel has the focus then.
    @Test func theCurveFollowsTheCursor() {
        var state = Shop.busy(ScreenTests.wide)
        #expect(state.draw().lines.contains { $0.contains("1 Hit rate: all ") })
        _ = state.press("3", .down, .down)
        #expect(state.draw().lines.contains { $0.contains("1 Hit rate: product ") })
        _ = state.press("4")
        #expect(state.draw().lines.contains { $0.contains("1 Hit rate: product ") })
    }

    @Test func withoutALimitThereIsNoLimitLine() {
        var state = Shop.busy(ScreenTests.wide)
        state.shown.memory.maxBytes = 0
        let lines = state.draw().lines
        #expect(lines.contains { $0.contains("2 Memory") && $0.contains("1.42 GiB, no limit") })
        #expect(!lines.joined().contains("╌"))
    }

    @Test func growthHasItsEndAndItsMark() {
        var state = Shop.busy(ScreenTests.wide)
        state.shown.memory.growthBytesPerSecond = 1_000_000
        state.shown.secondsUntilFull = 840
        state.shown.alerts = [
            Alert(rule: "memoryFillsUp", severity: .warning, value: 840, message: "Soon.")
        ]
        let lines = state.draw().lines
        #expect(lines[1].contains("! memory full in ~14 min"))
        #expect(lines.contains { $0.contains("growth +57.2 MiB/min, full in ~14 min!") })
    }

    @Test func growthThatSlowsSaysThatItLevelsOff() {
        var state = Shop.busy(ScreenTests.wide)
        state.shown.memory.growthBytesPerSecond = 1_000_000
        state.shown.memory.outlook = .levelsOff
        #expect(state.draw().lines.contains { $0.contains("+57.2 MiB/min, levels off") })
        // A file of an older cachetop has no outlook.
        state.shown.memory.outlook = nil
        state.shown.memory.growthSlows = true
        #expect(state.draw().lines.contains { $0.contains("+57.2 MiB/min, levels off") })
    }

    /// Why it is not said when memory is full: whole where there is room, and in a word where there is none.
    @Test(
        arguments: [
            (
                .tooEarly,
                "growth +57.2 MiB/min over 20 s, full: too early to say (growth known for 20 s of 60)",
                "full: too early"
            ), (.notSoon, "growth +57.2 MiB/min over 20 s, full in over 2 h", "full in over 2 h"),
            (
                .limitUnknown, "growth +57.2 MiB/min over 20 s, full: limit not known",
                "limit not known"
            ), (.levelsOff, "growth +57.2 MiB/min over 20 s, levels off", "levels off"),
        ] as [(MemoryOutlook, String, String)])
    func whyThereIsNoForecast(outlook: MemoryOutlook, words: String, brief: String) {
        var state = Shop.busy(Size(columns: 200, rows: 60))
        state.shown.memory.growthBytesPerSecond = 1_000_000
        state.shown.memory.growthSeconds = 20
        state.shown.memory.outlook = outlook
        state.shown.memory.forecastNeedsSeconds = outlook == .tooEarly ? 47 : nil
        state.shown.memory.maxBytes = outlook == .limitUnknown ? nil : 4 << 30
        _ = state.press("2", "z")
        #expect(state.draw().lines.contains { $0.contains(words + "  evict") }, "\(state.draw())")

        _ = state.update(.resized(Size(columns: 80, rows: 24)))
        _ = state.press("z")
        #expect(state.draw().lines.contains { $0.contains(brief) }, "\(state.draw())")
    }

    /// While it is filled again it is neither steady nor does it go up and down; and what is level is not said to
    /// be filled in the same breath.
    @Test func whatIsFilledAgainIsLevel() {
        var state = Shop.busy(ScreenTests.wide)
        state.shown.memory.growthBytesPerSecond = 0
        state.shown.memory.growthSwingBytes = 1 << 30
        state.shown.memory.outlook = .refilling
        state.shown.memory.refillingSince = Shop.noon
        let lines = state.draw().lines
        #expect(lines.contains { $0.contains("level, fell at") }, "\(lines)")
        state.shown.memory.growthBytesPerSecond = 1_000_000
        #expect(state.draw().lines.contains { $0.contains("MiB/min, refilling since") })
    }

    /// It says over how long that was measured, and what it can say of the end.
    @Test(
        arguments: [
            (1_000_000, 30, 140, "growth +57.2 MiB/min over 30 s, full in ~2 min"),
            // Half a minute says nothing of an hour.
            (1_000_000, 29.2, nil, "growth +57.2 MiB/min over 30 s"),
            (1_000_000, 300, 0, "growth +57.2 MiB/min over 5 min, full"),
            (-1_000_000, 120, nil, "growth -57.2 MiB/min over 2 min"),
            (0, 300, nil, "growth steady over 5 min"), (0, 30, nil, "growth steady over 30 s"),
            (nil, nil, nil, "growth -, full: too early to say"),
        ] as [(Double?, Double?, Double?, String)])
    func growthSaysOverHowLong(growth: Double?, over: Double?, full: Double?, words: String) {
        var state = Shop.busy(ScreenTests.wide)
        state.shown.memory.growthBytesPerSecond = growth
        state.shown.memory.growthSeconds = over
        state.shown.memory.maxBytes = 4 << 30
        state.shown.secondsUntilFull = full
        _ = state.press("2", "z")
        let lines = state.draw().lines
        #expect(lines.contains { $0.contains(words + "  evict") }, "\(lines)")
    }

    /// What goes up and down is not steady, and what has fallen and is filled again has no end within reach.
    @Test(
        arguments: [
            (0, 100 << 20, 4 << 30, "growth up and down by 100 MiB over 5 min"),
            (0, 50 << 20, 4 << 30, "growth steady over 5 min"),
            (1_000_000, 0, 2 << 30, "growth +57.2 MiB/min over 5 min"),
        ] as [(Double, UInt64, UInt64, String)])
    func growthSaysWhatItIsNot(growth: Double, swing: UInt64, limit: UInt64, words: String) {
        var state = Shop.busy(ScreenTests.wide)
        state.shown.memory.growthBytesPerSecond = growth
        state.shown.memory.growthSeconds = 300
        state.shown.memory.growthSwingBytes = swing
        state.shown.memory.maxBytes = limit
        state.shown.secondsUntilFull = nil
        _ = state.press("2", "z")
        let lines = state.draw().lines
        #expect(lines.contains { $0.contains(words + "  evict") }, "\(lines)")
    }

    @Test func growthWithoutALimitSaysSo() {
        var state = Shop.busy(ScreenTests.wide)
        state.shown.memory.growthBytesPerSecond = 1_000_000
        state.shown.memory.growthSeconds = 30
        state.shown.memory.maxBytes = 0
        _ = state.press("2", "z")
        #expect(
            state.draw().lines.contains {
                $0.contains("growth +57.2 MiB/min over 30 s, no limit  evict")
            })
    }
}
