import Dashboard
import Metrics
import Screen
import TestSupport
import Testing

/// Whole screens, drawn from values and compared with files.
@Suite struct ScreenTests {
    static let wide = Size(columns: 120, rows: 40)
    static let small = Size(columns: 80, rows: 24)
    static let sizes = [
        wide, small, Size(columns: 200, rows: 60), Size(columns: 40, rows: 10),
        Size(columns: 30, rows: 5),
    ]

    @Test(arguments: sizes)
    func busyShop(size: Size) {
        expectGolden(Shop.busy(size).draw().lines, named: "busy-\(size.name)")
    }

    @Test func theFirstFrame() {
        expectGolden(Shop.starting(Self.small).draw().lines, named: "starting-80x24")
    }

    @Test func lostIsABannerAndDimsWhatIsOld() {
        var state = Shop.busy(Self.small)
        let why =
            "Connecting to rediss://cache-1:6379/0: connection refused. Is Redis running there?"
        state.feed(.link(.lost(why: why, retryAt: 127.2)), at: 123)
        let canvas = state.draw()
        expectGolden(canvas.lines, named: "lost-80x24")
        expectGolden(canvas.styleLines, named: "lost-80x24-styles")
    }

    @Test func plainASCII() {
        var setting = Shop.setting()
        setting.isASCII = true
        let lines = Shop.busy(Self.small, setting: setting).draw().lines
        expectGolden(lines, named: "ascii-80x24")
        #expect(lines.allSatisfy { $0.allSatisfy(\.isASCII) })
    }

    @Test func notPermitted() {
        var state = Shop.starting(Self.small)
        state.feed(.link(.live), at: 100)
        let words = "NOPERM this user has no permissions to run the 'info' command"
        state.feed(
            .sample(
                Sample(
                    at: Shop.noon, monotonicSeconds: 101, counters: [.value(3), .absent],
                    problems: Shop.info(SourceProblem(.refused, words)))), at: 101)
        state.feed(
            .sweepProblems([
                .scan: SourceProblem(
                    .refused, "NOPERM this user has no permissions to run the 'scan' command")
            ]), at: 101)
        expectGolden(state.draw().lines, named: "not-permitted-80x24")
    }

    @Test func aCounterWithoutAValueSaysWhyInItsRow() {
        var state = Shop.busy(Self.wide)
        let why = "No integer but \"abc\": set it to an integer."
        var sample = Shop.sample(second: 1, hits: 902_000)
        sample.counters = [.unusable(why), .value(9)]
        state.feed(.sample(sample), at: 121)
        let row = state.draw().lines.first { $0.hasPrefix(" search   ") && $0.contains("integer") }
        #expect(
            row?.hasPrefix(" search   No integer but \"abc\"") == true,
            "\(row ?? "")")
        #expect(state.draw().lines.contains { $0.hasPrefix(" global        9") })
    }

    @Test(
        arguments: [wide, small],
        [SearchHealth.available(seconds: 0.003), .down("connection refused")])
    func theSearchEngine(size: Size, health: SearchHealth) {
        var state = Shop.busy(size)
        state.feed(.searchHealth(health), at: 121)
        let name = health == .down("connection refused") ? "down" : "ok"
        expectGolden(state.draw().lines, named: "meili-\(name)-\(size.name)")
        expectGolden([state.draw().styleLines[0]], named: "meili-\(name)-\(size.name)-styles")
    }

    /// Words from the network stay words, and what does not fit is said shorter.
    @Test func aHostileSearchEngineStaysInItsPlace() {
        var state = Shop.busy(Self.wide)
        state.feed(.searchHealth(.down("it says \"\u{1B}[2J\u{202E}\"")), at: 121)
        let header = state.draw().lines[0] + state.draw().lines[1]
        #expect(header.contains("meili down: it says"))
        #expect(!header.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
        state.feed(.searchHealth(.down(String(repeating: "x", count: 100))), at: 126)
        #expect(state.draw().lines[0].contains("  meili down! "))
    }

    @Test(arguments: [wide, small])
    func help(size: Size) {
        var state = Shop.busy(size)
        _ = state.press("?")
        let lines = state.draw().lines
        expectGolden(lines, named: "help-\(size.name)")
        #expect(!lines.contains { $0.contains("…") && $0.contains("│ ") && $0.hasSuffix("… │") })
    }

    @Test func question() {
        var state = Shop.busy(Self.small)
        _ = state.press("C", "s", "h")
        expectGolden(state.draw().lines, named: "question-80x24")
    }

    @Test(arguments: PanelID.allCases)
    func expanded(panel: PanelID) {
        var state = Shop.busy(Self.wide)
        state.focus = panel
        _ = state.press("z")
        expectGolden(state.draw().lines, named: "expanded-\(panel.rawValue)-120x40")
    }

    @Test(arguments: PanelID.allCases)
    func expandedInLittleRoom(panel: PanelID) {
        for size in [Self.small, Size(columns: 40, rows: 10), Size(columns: 61, rows: 14)] {
            var state = Shop.busy(size)
            state.focus = panel
            state.isExpanded = true
            #expect(state.draw().lines.contains { $0.contains(panel.title) })
        }
    }

    /// No size traps, and the header's and the footer's last words are always there.
    @Test func everySizeDraws() {
        for columns in stride(from: 0, through: 130, by: 13) {
            for rows in stride(from: 0, through: 45, by: 3) {
                let state = Shop.busy(Size(columns: columns, rows: rows))
                let lines = state.draw().lines
                #expect(lines.count == rows)
                if columns >= 40, rows >= 10 {
                    #expect(lines.last?.contains("q quit") == true, "\(columns)x\(rows)")
                }
            }
        }
    }

    @Test func aFileDrawsLikeTheScreenItCameFrom() throws {
        let state = Shop.busy(Self.wide)
        let copy = State(replaying: try Snapshot(json: try state.shown.json()), size: Self.wide)
        let (live, file) = (state.draw().lines, copy.draw().lines)
        #expect(live.dropFirst().dropLast() == file.dropFirst().dropLast())
        #expect(file.first?.contains("snapshot of 2026-11-23T14:03:22.000Z") == true)
    }
}

extension Size {
    var name: String { "\(columns)x\(rows)" }
}
