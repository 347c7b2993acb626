import Metrics
import Screen
import TestSupport
import Testing

@testable import Dashboard

/// What hit rates are compared with: `b`, the columns base and Δ, and the sort by it.
@Suite struct BaselineTests {
    /// Five minutes in which products went from bad to good, and inventory from good to bad.
    private static func watched(_ size: Size = ScreenTests.wide) -> State {
        var state = Shop.starting(size)
        state.feed(.link(.live), at: 100)
        for second in 0..<240 {
            state.feed(.events(report(second)), at: 100 + Double(second))
            state.feed(
                .sample(Shop.sample(second: second, hits: 900_000 + second)),
                at: 100 + Double(second))
        }
        return state
    }

    private static func report(_ second: Int, product: Int? = nil) -> EventReport {
        var tally = EventTally(slots: Shop.grammar.slots)
        var keys = TopKeys()
        tally.beginEntry(at: Shop.noon.adding(seconds: Double(second) - 0.5))
        let isLate = second > 120
        for (key, hits) in [
            ("product:1", product ?? (isLate ? 90 : 50)), ("inventory:1", isLate ? 40 : 80),
            ("search:a:v128", 60),
        ] {
            tally.add(n: hits, "hit", key, Shop.grammar, &keys)
            tally.add(n: 100 - hits, "miss", key, Shop.grammar, &keys)
        }
        var status = EventStatus(source: "stream:cache:events")
        status.coveredFrom = Shop.noon.adding(seconds: -300)
        status.readUntil = Shop.noon.adding(seconds: Double(second))
        return EventReport(tally: tally, status: status, topKeys: keys.top(5))
    }

    /// The rows of the resources' table.
    private func rows(_ state: State) -> [String] {
        let lines = state.draw().lines
        let first = lines.firstIndex { $0.contains(" Resources ") } ?? lines.endIndex
        return lines.dropFirst(first + 2).prefix { !$0.hasPrefix("─") }.map(\.self)
    }

    private func row(_ name: String, _ state: State) -> String {
        rows(state).first { $0.hasPrefix(" \(name) ") } ?? ""
    }

    private func names(_ state: State) -> [String] {
        rows(state).compactMap { $0.split(separator: " ").first.map(String.init) }
            .filter { !["other", "all"].contains($0) }
    }

    /// Back two minutes, `b`, and now: the differences stay while the screen moves.
    @Test func theMomentOnTheScreenIsTheBaseline() {
        var state = Self.watched()
        #expect(!state.draw().lines.contains { $0.contains(" base ") })
        for _ in 0..<12 { _ = state.press("{") }
        let then = state.shown.takenAt
        _ = state.press("b")
        #expect(state.baseline?.at == then)
        #expect(row("product", state).contains("50.0%     0.0"))
        _ = state.press("0")
        #expect(state.baseline?.at == then)
        #expect(row("product", state).contains("90.0%"), "\(row("product", state))")
        #expect(row("product", state).contains("50.0%   +40.0"))
        #expect(row("inventory", state).contains("80.0%   -40.0"))
        #expect(row("search", state).contains("60.0%     0.0"))
        // Nothing was looked up: nothing is compared.
        #expect(row("facets", state).contains("0       -       -       -  "))
    }

    /// Esc, however often, leaves it; `b` ends it, and what is typed behind `:` brings it back.
    @Test func onlyItsKeyRemovesIt() throws {
        var state = Self.watched()
        for _ in 0..<12 { _ = state.press("{") }
        _ = state.press("b", "0")
        let baseline = try #require(state.baseline)
        #expect(state.draw().lines.contains { $0.contains(" base ") })
        _ = state.press("/", "p", .enter, "z")
        for _ in 0..<5 { _ = state.press(.escape) }
        #expect(state.filter.isEmpty && !state.isExpanded && state.baseline == baseline)
        #expect(state.notice?.text == "The baseline stays; b removes it.")
        _ = state.press("b")
        #expect(state.baseline == nil && !state.draw().lines.contains { $0.contains(" base ") })
        let command = ":baseline \(state.time(baseline.at))"
        #expect(state.notice?.text == "The baseline is removed; \(command) sets it again.")
        for character in command { _ = state.press(.character(character)) }
        _ = state.press(.enter)
        #expect(state.baseline == baseline)
    }

    /// One bad minute is not all that counts; a bad time is said, and marked for as long as it is compared with.
    @Test func aTimeThatWasUnusualIsMarked() {
        var state = Shop.starting(ScreenTests.wide)
        state.feed(.link(.live), at: 100)
        for second in stride(from: 0, to: 1500, by: 10) {
            let hits = second < 1140 || second >= 1440 ? 90 : 60
            state.feed(.events(Self.report(second, product: hits)), at: 100 + Double(second))
            state.feed(
                .sample(Shop.sample(second: second, hits: 900_000 + second)),
                at: 100 + Double(second))
            if second == 1430 {
                _ = state.press("b")
                #expect(row("product", state).contains("60.0%!"), "\(row("product", state))")
                #expect(
                    state.notice?.text.contains(
                        "That time was unusual (!): product 60.0% instead of 90.0%") == true,
                    "\(state.notice?.text ?? "")")
            }
        }
        let rule = state.draw().lines.first { $0.contains("3 Resources") } ?? ""
        #expect(rule.contains("unusual!"), "\(rule)")
        #expect(row("product", state).contains("60.0%!   +30.0"), "\(row("product", state))")
        _ = state.press("b", "b")
        // Five minutes: the last one has a fifth of it.
        #expect(state.baseline?.rate(of: "product")?.hitRate.map { $0 < 0.7 } == true)
        #expect(state.baseline?.seconds == 300)
    }

    @Test(arguments: [(1000, false), (10, true)] as [(UInt64, Bool)])
    func aDifferenceOfFewLookupsMayBeChance(lookups: UInt64, isChance: Bool) throws {
        var state = Shop.busy(ScreenTests.wide)
        for index in state.shown.resources.indices {
            for window in state.shown.resources[index].windows.indices {
                state.shown.resources[index].windows[window].hits = lookups * 9 / 10
                state.shown.resources[index].windows[window].misses = lookups / 10
                state.shown.resources[index].windows[window].hitRate = 0.9
            }
        }
        _ = state.press("b")
        state.baseline?.resources[0].hitRate = 0.8
        #expect(
            row("search", state).contains(isChance ? " ~+10.0 " : " +10.0 "),
            "\(row("search", state))")
        #expect(row("product", state).contains(" 0.0 "))
    }

    @Test func theSortByIt() {
        var state = Self.watched()
        let order = names(state)
        for _ in 0..<12 { _ = state.press("{") }
        _ = state.press("b", "0", "s")
        #expect(Array(names(state).prefix(3)) == ["inventory", "search", "product"])
        #expect(names(state).count == order.count)
        _ = state.press("s", "s")
        #expect(names(state) == order)
        _ = state.press("s", "b")
        #expect(names(state) == order && state.resourceOrder == .policy)
    }

    /// Without a baseline, too; what was not looked up comes last.
    @Test(arguments: [ScreenTests.wide, ScreenTests.small])
    func theLowestHitRateComesFirst(size: Size) {
        var state = Shop.busy(size)
        _ = state.press("3")
        let order = names(state)
        _ = state.press("s")
        let rates = state.resourceRows.map { report in
            report.windows.first { $0.seconds == 60 }?.hitRate ?? 2
        }
        #expect(rates == rates.sorted() && names(state) != order)
        let screen = state.draw().lines
        #expect(screen.contains { $0.contains("lowest 1 m first") }, "\(screen)")
        #expect(screen.contains { $0.contains(" 1 m↑ ") }, "\(screen)")
        // A baseline is another order, and takes none away.
        _ = state.press("b", "s")
        #expect(names(state) == order)
        _ = state.press("s", "s", "b")
        #expect(names(state).first == order.min { rate($0, state) < rate($1, state) })
        _ = state.press("s")
        #expect(names(state) == order)
    }

    private func rate(_ name: String, _ state: State) -> Double {
        let report = state.shown.resources.first { $0.name == name }
        return report?.windows.first { $0.seconds == 60 }?.hitRate ?? 2
    }

    /// The order is seen without colours; and at once when it is what was sorted by.
    @Test(arguments: [false, true], [ScreenTests.wide, ScreenTests.small])
    func theSortedColumnIsMarked(isASCII: Bool, size: Size) {
        var state = Shop.busy(size)
        state.setting.isASCII = isASCII
        let (title, arrow) = isASCII ? ("diff", "^") : ("Δ", "↑")
        _ = state.press("b")
        func heading() -> String { state.draw().lines.first { $0.contains(" base ") } ?? "" }
        #expect(heading().contains(" \(title) ") && !heading().contains("\(title)\(arrow)"))
        _ = state.press("s")
        #expect(heading().contains(" \(title)\(arrow) "))
        let rule = state.draw().lines.first { $0.contains("3 Resources") } ?? ""
        #expect(rule.contains("baseline \(state.time(state.baseline?.at ?? Shop.noon))"), "\(rule)")
    }

    /// What has room beside the baseline's columns stays; what has none is named.
    @Test(arguments: [80, 90, 100, 110, 118, 120, 130, 150, 200])
    func columnsDoNotGoWithoutAWord(columns: Int) {
        var state = Shop.busy(Size(columns: columns, rows: 40))
        func titles() -> [String] {
            let line = state.draw().lines.first { $0.hasPrefix(" resource ") } ?? ""
            return line.split(separator: "  ").map { $0.drop { $0 == " " } }.map(String.init)
        }
        let before = titles()
        _ = state.press("b")
        let gone = before.filter { !titles().contains($0) && !$0.contains(" min") }
        let notice = state.notice?.text ?? ""
        #expect(notice.contains("take the place of") == !gone.isEmpty, "\(gone) \(notice)")
        for title in gone { #expect(notice.contains(title), "\(title): \(notice)") }
        if columns >= 120 { #expect(titles().contains("p90") && titles().contains("edge")) }
    }

    @Test func withoutLookUpsThereIsNoBaseline() {
        var state = Shop.starting(ScreenTests.wide)
        _ = state.press("b")
        #expect(state.baseline == nil)
        #expect(state.notice?.text.hasPrefix("No baseline") == true)
    }

    /// What is written shows the same.
    @Test func theFileHasIt() throws {
        var state = Self.watched(Size(columns: 120, rows: 40))
        for _ in 0..<12 { _ = state.press("{") }
        _ = state.press("b", "0")
        guard case .writeSnapshot(let snapshot)? = state.press("w").first else {
            Issue.record("nothing is written")
            return
        }
        #expect(snapshot.baseline?.resources.map(\.name) == snapshot.resources.map(\.name))
        let file = State(replaying: try Snapshot(json: try snapshot.json()), size: state.size)
        #expect(row("product", file).contains("50.0%   +40.0"))
        #expect(snapshot.history?.resolutionSeconds.count == 240)
        #expect(snapshot.history?.series["hitRate.product"]?.last == 0.9)
        // Its past is in it, too.
        var earlier = file
        let isShown = earlier.view(at: Shop.noon.adding(seconds: 60))
        #expect(isShown)
        #expect(earlier.shown.resources.first { $0.name == "product" }?.windows[0].hitRate == 0.5)
        #expect(earlier.viewing?.isReadBack == true)
        for outside in [-3600.0, 3600] {
            let isThere = earlier.view(at: Shop.noon.adding(seconds: outside))
            #expect(!isThere)
        }
        _ = earlier.view(at: file.shown.takenAt)
        #expect(earlier.viewing == nil)
    }

    @Test(arguments: [ScreenTests.small, ScreenTests.wide])
    func theColumns(size: Size) {
        var state = Self.watched(size)
        for _ in 0..<12 { _ = state.press("{") }
        _ = state.press("b", "0", "s")
        _ = state.update(.ticked(1000))
        state.expectScreen("baseline")
    }
}
