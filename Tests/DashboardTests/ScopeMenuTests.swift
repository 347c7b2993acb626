import Dashboard
import Metrics
import Screen
import TestSupport
import Testing

/// `x`: all scopes, with what each would touch now.
@Suite struct ScopeMenuTests {
    static let size = Size(columns: 120, rows: 40)

    private func row(_ state: State, _ scope: String) -> String {
        state.draw().lines.first { $0.contains(" \(scope) ") && $0.contains("│") } ?? ""
    }

    @Test(arguments: [
        Size(columns: 120, rows: 40), Size(columns: 80, rows: 24), Size(columns: 40, rows: 10),
    ])
    func theMenuFits(size: Size) {
        var state = Shop.busy(size)
        _ = state.press("x")
        expectGolden(state.draw().lines, named: "scopes-\(size.name)")
        state.focus = .topKeys
        _ = state.press(.escape, .down, "x")
        expectGolden(state.draw().lines, named: "scopes-selected-\(size.name)")
    }

    @Test func eachScopeSaysWhatItWouldTouch() {
        var state = Shop.busy(Self.size)
        _ = state.press("x")
        let lines = state.draw().lines.joined(separator: "\n")
        for words in [
            "P  product ID", "one of 1,200 keys", "search v128→129: 1,200 keys",
            "search v128→129, global v9→10: ~3,9", "T  trending", "1 key", "new everywhere by",
            "15:03:22", "14:48:22", "keys as of",
        ] { #expect(lines.contains(words), "\(words)\n\(lines)") }
    }

    /// The menu and the plan give the same time for the same scope.
    @Test(arguments: InvalidationScope.Kind.allCases)
    func itSaysWhatThePlanSays(kind: InvalidationScope.Kind) throws {
        guard kind != .pattern, kind != .key else { return }
        var state = Shop.busy(Self.size)
        _ = state.press("x")
        let menu = try #require(
            state.draw().lines.compactMap { $0.firstMatch(of: /│.* (\d\d:\d\d:\d\d) +│/) }
                .first { $0.output.0.contains("  \(kind.rawValue) ") })
        let argument = kind.argumentName == nil ? [] : [Array("42".utf8)]
        state.show(try Plans.direct(InvalidationScope(kind, arguments: argument)))
        let plan = state.draw().lines.joined()
        #expect(plan.contains("everywhere by \(menu.output.1),"), "\(plan)")
    }

    /// In the smallest terminal the chosen scope says all of it, and no hint is cut.
    @Test(arguments: [
        Size(columns: 40, rows: 10), Size(columns: 60, rows: 20), Size(columns: 80, rows: 24),
    ])
    func nothingOfTheChosenScopeIsCut(size: Size) {
        var state = Shop.busy(size)
        _ = state.press("x")
        for kind in 0..<9 {
            let lines = state.draw().lines
            let hints = lines.first { $0.contains("Esc leaves") }
            #expect(hints?.contains("Enter") == true, "\(lines)")
            let inside = lines.filter { $0.contains("│") && !$0.contains("Esc") }
            if size.columns < 60 {
                #expect(!inside.joined().contains("…"), "\(lines)")
                #expect(inside.contains { $0.contains("new by ") }, "\(kind): \(lines)")
            }
            _ = state.press(.down)
        }
    }

    /// After a raise the sweep has dead keys only: that is no count of those that are there now.
    @Test(arguments: [Size(columns: 120, rows: 40), Size(columns: 40, rows: 10)])
    func afterARaiseNothingIsCounted(size: Size) {
        var state = Shop.busy(size)
        var sample = Shop.sample(second: 5, hits: 902_000)
        sample.counters = [.value(129), .value(9)]
        state.feed(.sample(sample), at: 125)
        _ = state.press("x", .down, .down, .down, .down, .down)
        let text = state.draw().lines.joined(separator: "\n")
        #expect(text.contains("keys not counted"), "\(text)")
        if size.columns > 40 {
            #expect(text.contains("search v129→130: keys not counted yet"))
        }
        #expect(!text.contains(" 0 keys"), "\(text)")
        let context = state.history.planContext(for: .search, at: Shop.noon.adding(seconds: 5))
        #expect(context.generations.map(\.value) == [129])
        #expect(context.generations.map(\.keys) == [nil])
    }

    /// Before anything was looked at nothing is 0.
    @Test func whatIsNotKnownIsADash() {
        var state = Shop.starting(Self.size)
        state.feed(.link(.live), at: 100)
        _ = state.press("x")
        let text = state.draw().lines.joined(separator: "\n")
        #expect(text.contains("keys not looked at yet") && text.contains("one of - keys"))
        #expect(!text.contains(" 0 keys"))
    }

    @Test(
        arguments: [
            ([.enter], "product "), ([.down, .enter], "inventory "),
            (["j", "j", .enter], "category "),
            (["P"], "product "), (["C"], "category "), ([.up, .enter], "product "),
            ([.end, .enter], "pattern "), ([.end, .up, .enter], "key "),
        ] as [([KeyPress], String)])
    func arrowsEnterAndCapitalsChoose(keys: [KeyPress], asked: String) {
        var state = Shop.busy(Self.size)
        _ = state.press("x")
        for key in keys { _ = state.press(key) }
        #expect(state.asked == asked)
    }

    @Test func aScopeWithoutAnIdentifierIsPlannedAtOnce() {
        var state = Shop.busy(Self.size)
        let context = state.history.planContext(for: .search, at: state.serverNow)
        let effects = state.press("x", .down, .down, .down, .down, .down, .enter)
        #expect(effects == [.flushTypeAhead, .plan(.search, context)])
    }

    @Test(arguments: [.escape, "q", "x", .control("c")] as [KeyPress])
    func itCloses(key: KeyPress) {
        var state = Shop.busy(Self.size)
        _ = state.press("x")
        #expect(state.press(key) == [] && state.mode == .browsing)
    }

    @Test func theSelectedKeyIsFilledIn() {
        var state = Shop.busy(Self.size)
        state.focus = .topKeys
        _ = state.press(.down, "x")
        #expect(row(state, "product 42").contains("2 keys"))
        #expect(row(state, "inventory 42").contains("1 key "))
        #expect(row(state, "key inventory:42").contains("1 key"))
        // It begins with the scope of the key.
        _ = state.press(.enter)
        #expect(state.asked == "inventory 42")
    }

    @Test func theSelectedResourceIsWhereItBegins() {
        var state = Shop.busy(Self.size)
        _ = state.press("3", .down, .down, .down, "x", .enter)
        #expect(state.asked == "category ")
        _ = state.press(.escape, .enter, "x", .enter)
        #expect(state.asked == "category ")
    }
}
