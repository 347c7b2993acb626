import Dashboard
import Metrics
import Screen
import TestSupport
import Testing

/// Every view on terminals that have less: ASCII only, or no colours.
@Suite struct PlainTerminalTests {
    static let sizes = [ScreenTests.small, ScreenTests.wide]

    /// The dashboard, its panels and a resource have ASCII goldens of their own.
    @Test(arguments: [Scene.keys, .key, .alerts, .help], sizes)
    func inASCII(scene: Scene, size: Size) {
        var setting = Shop.setting()
        setting.isASCII = true
        let lines = scene.state(size, setting: setting).draw().lines
        #expect(lines.allSatisfy { $0.allSatisfy(\.isASCII) })
        expectGolden(lines, named: "view-\(scene)-ascii-\(size.name)")
    }

    /// As a terminal without colours shows it: below the text a letter for the look of each cell.
    @Test(arguments: Scene.all, sizes)
    func withoutColours(scene: Scene, size: Size) {
        let canvas = scene.state(size).draw()
        let looks = (0..<size.rows).map { y in
            let row = canvas.cells(inRow: y).map {
                Self.letter(Palette.monochrome.appearance(of: $0.style))
            }
            let used = row.lastIndex { $0 != "." }.map { $0 + 1 } ?? 0
            return row.prefix(used).joined()
        }
        expectGolden(canvas.lines + [""] + looks, named: "mono-\(scene)-\(size.name)")
    }

    private static func letter(_ look: Appearance) -> String {
        switch (look.isReversed, look.isBold, look.isUnderlined, look.isDim) {
        case (true, true, _, _): "R"
        case (true, _, _, _): "r"
        case (_, true, true, _): "B"
        case (_, true, _, _): "b"
        case (_, _, true, _): "u"
        case (_, _, _, true): "d"
        default: "."
        }
    }

    // MARK: No meaning by colour alone

    /// Whatever warns says so in words or has a mark: a figure alone would be lost without colours.
    @Test(arguments: Scene.all, sizes)
    func whatWarnsHasWordsOrAMark(scene: Scene, size: Size) {
        var state = scene.state(size)
        Self.spoil(&state)
        let canvas = state.draw()
        var warned = false
        for y in 0..<size.rows {
            for run in canvas.runs(inRow: y) where Self.alarms.contains(run.style) {
                let text = run.cells.map(\.text).joined()
                guard text.contains(where: { $0 != " " }) else { continue }
                warned = true
                #expect(Self.speaks(text), "\(scene) \(size.name), row \(y): \(text)")
            }
        }
        #expect(warned || scene == .help || scene == .key, "nothing warns in \(scene)")
    }

    private static let alarms: Set<Style> = [.warning, .critical, .barWarning, .barCritical]

    /// A mark, a word, or bars, which are taller than others.
    private static func speaks(_ text: String) -> Bool {
        let marks = "!✖◐○|"
        if text.contains(where: { marks.contains($0) }) { return true }
        if text.allSatisfy({ " ▁▂▃▄▅▆▇█".contains($0) }) { return true }
        return text.split { !$0.isLetter }.contains { $0.count > 2 }
    }

    /// All that can be wrong at once, as far as a snapshot shows it.
    private static func spoil(_ state: inout State) {
        state.shown.memory.usedBytes = 2_100_000_000
        state.shown.memory.growthBytesPerSecond = 1_000_000
        state.shown.secondsUntilFull = 140
        state.shown.server.evictedPerSecond = 900
        for index in state.shown.resources.indices {
            state.shown.resources[index].ttl?.overPolicy = 7
            state.shown.resources[index].ttl?.withoutExpiry = 9
        }
        state.shown.alerts = []
        state.shown.addMissingAlerts()
    }
}
