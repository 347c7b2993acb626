import Metrics
import Screen
import Testing

@testable import Dashboard

/// The list of keys by look-ups, by bytes, and as stampedes; generations and expiry beside their counters.
@Suite struct HotKeyListTests {
    static let size = Size(columns: 200, rows: 60)

    private func text(_ state: State) -> String { state.draw().lines.joined(separator: "\n") }

    private func listed(_ state: State) -> [String] { state.listedKeys }

    @Test func aKeyLeadsFromListToList() throws {
        var state = try MadeInsight.busy(Self.size)
        let missed = listed(state)
        _ = state.press("4", "o")
        #expect(text(state).contains("4 Hot keys by look-ups"))
        #expect(listed(state) == ["product:42", "inventory:42", "category:shoes:a1:v9"])
        _ = state.press("o")
        #expect(text(state).contains("4 Hot keys by bytes"))
        #expect(listed(state) == ["category:shoes:a1:v9", "product:42", "inventory:42"])
        _ = state.press("o")
        #expect(text(state).contains("4 Stampedes"))
        #expect(listed(state) == ["product:42", "product:7"])
        _ = state.press("o")
        #expect(text(state).contains("4 Missed keys") && listed(state) == missed)
    }

    /// Above a tenth of its resource, surely, and not for one of few keys.
    @Test func aHeavyKeyIsMarked() throws {
        var state = try MadeInsight.busy(Self.size)
        _ = state.press("o")
        let lines = state.draw().lines
        #expect(lines.contains { $0.hasPrefix(" product:42 ") && $0.contains(" 18.2%! ") })
        #expect(lines.contains { $0.hasPrefix(" inventory:42 ") && $0.contains(" 5.0% ") })
        state.shown.change("product") { $0.keys = 20 }
        #expect(!text(state).contains("18.2%!"))
    }

    @Test func stampedesHaveTheirFillAndHowManyAMinute() throws {
        var state = try MadeInsight.busy(Self.size)
        state.keyOrder.list = .stampedes
        let rows = state.draw().lines
        let first = try #require(rows.first { $0.hasPrefix(" product:42 ") })
        #expect(first.contains(" 12      240 ms  14:02:50         6 "), "\(first)")
        let second = try #require(rows.first { $0.hasPrefix(" product:7 ") })
        #expect(second.contains(" 4      <0.1 s  14:02:58 "), "\(second)")
    }

    @Test func enterOpensTheKey() throws {
        var state = try MadeInsight.busy(Self.size)
        _ = state.press("4", "o", .down, .down, .enter)
        #expect(state.view == .key("inventory:42"))
    }

    /// What is searched for is found among all keys, whatever the list was of.
    @Test func aSearchIsOfAllKeys() throws {
        var state = Shop.busy(Self.size)
        _ = state.press("4", "o", "/", "i", "n", "v", .enter)
        #expect(state.keyList == .missed)
        #expect(text(state).contains("4 Missed keys"))
        _ = state.press(.escape)
        #expect(state.keyList == .lookups)
    }

    @Test func keysOfOtherListsSaySo() throws {
        var state = try MadeInsight.busy(Self.size)
        _ = state.press("4", "o", "m")
        #expect(state.notice?.text.contains("o shows the next list") == true)
        _ = state.press("s")
        #expect(state.notice?.text.contains("one order") == true)
        #expect(state.keyOrder.column == .misses && state.keyOrder.window == .fiveMinutes)
    }

    @Test func emptyListsSayWhy() throws {
        var state = Shop.busy(Self.size)
        state.shown.hotKeys = []
        state.shown.stampedes = []
        _ = state.press("4", "o")
        #expect(text(state).contains("no look-ups in the last 5 min"))
        _ = state.press("o", "o")
        #expect(text(state).contains("not known: no 'fill' is published"))
        state.watchThreeMinutes()
        _ = state.press("[")
        #expect(text(state).contains("not recorded"))
    }

    /// The server is asked about those that are shown.
    @Test func theShownKeysAreMeasured() throws {
        var state = try MadeInsight.busy(Self.size)
        state.keyOrder.list = .lookups
        state.measuredAt = -.infinity
        #expect(state.measureShownKeys() == [.measure(listed(state).map { Array($0.utf8) })])
    }

    // MARK: Generations

    @Test func aStormAndDriftStandBelowTheCounters() throws {
        let lines = try MadeInsight.busy(ScreenTests.wide).draw().lines
        #expect(lines.contains { $0.hasPrefix(" ! version:search is 128, and 12.0% of the ") })
        var wide = try MadeInsight.busy(Self.size)
        #expect(
            text(wide).contains(
                "! version:search: a storm, it is raised every 9.4s, and the shortest"))
        #expect(
            wide.draw().lines.contains {
                $0.hasPrefix(" search ") && $0.contains("383!  1200  29.8 MiB       210 ")
            })
        wide.shown.generations = []
        wide.shown.drift = []
        #expect(!text(wide).contains("storm"))
    }

    @Test func generationsAreListedAndNeverIsRed() throws {
        var state = try MadeInsight.busy(ScreenTests.wide)
        _ = state.press("6", "z")
        let lines = state.draw().lines
        for words in [
            "   v128    live      1200   29.8 MiB",
            "   v127    dead       210   4.01 MiB  gone in 18s",
            "of no version: raising the counter does not touch them",
        ] { #expect(lines.contains { $0.contains(words) }, "\(words)\n\(text(state))") }
        let row = try #require(lines.firstIndex { $0.contains("3 never gone ✖") })
        #expect(state.draw().styleLines[row].contains("cccccccccccc"))
    }

    // MARK: Expiry

    @Test func whatExpiresStandsBesideTheTimesToLive() throws {
        let wide = try MadeInsight.busy(Self.size).draw().lines
        #expect(wide.contains { $0.contains("gone 10 s    60 s    worst second") })
        #expect(
            wide.contains { $0.contains(" category ") && $0.contains("6      34     14:05:10 61") })
        #expect(
            wide.contains { $0.contains(" product ") && $0.contains("213       -     14:03:31 22") }
        )
        var state = try MadeInsight.busy(ScreenTests.wide)
        _ = state.press("7", "z")
        #expect(text(state).contains("! 38.0% expire in the same 2 s, 14:05:10: jitter"))
        #expect(text(state).contains("gone in 10 s 213, 60 s -  worst 14:03:31 22"))
        state = try MadeInsight.busy(ScreenTests.small)
        _ = state.press("7")
        let words = text(state).replacing(#/\s+/#, with: " ")
        #expect(words.contains("Keys gone in 10 s/60 s: search -/-, product 213/-, category 6/34"))
        #expect(words.contains("Give each copy a time to live that differs by chance (jitter)"))
    }
}
