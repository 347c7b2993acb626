import Dashboard
import Metrics
import Screen
import Testing

/// The way from a capital letter to an effect that changes the cache.
@Suite struct InvalidationKeyTests {
    let size = Size(columns: 120, rows: 40)

    private func plan(_ scope: InvalidationScope) throws -> InvalidationPlan {
        try .redis(scope, policy: .standard, endpoint: "rediss://cache-1:6379/0")
    }

    /// A state whose confirmation shows the plan of `scope`.
    private func confirming(_ scope: InvalidationScope, _ key: KeyPress) throws -> State {
        var state = Shop.busy(size)
        #expect(state.press(key) == [.flushTypeAhead, .plan(scope)])
        let effects = state.update(.planned(scope, .success(try plan(scope))))
        #expect(effects == [.flushTypeAhead])
        return state
    }

    @Test func yConfirms() throws {
        var state = try confirming(.search, "S")
        #expect(state.press("y") == [.invalidate(try plan(.search))])
        #expect(state.mode == .browsing)
    }

    @Test(arguments: ["n", "Y", " ", .enter, .escape, "q", "S", .up] as [KeyPress])
    func everyOtherKeyCancels(key: KeyPress) throws {
        var state = try confirming(.trending, "T")
        #expect(state.press(key).isEmpty)
        #expect(state.mode == .browsing)
        #expect(state.press("y").isEmpty)
    }

    @Test func nothingIsConfirmedBeforeThePlanIsShown() {
        var state = Shop.busy(size)
        _ = state.press("S")
        #expect(state.press("y").isEmpty)
        #expect(state.mode == .browsing)
    }

    @Test func aPlanThatComesAfterTheCancelIsNobodys() throws {
        var state = Shop.busy(size)
        _ = state.press("S", .escape, "T")
        #expect(state.update(.planned(.search, .success(try plan(.search)))).isEmpty)
        #expect(state.press("y").isEmpty)
    }

    @Test func globalWantsTheWord() throws {
        var state = try confirming(.global, "G")
        #expect(state.press("y", .enter).isEmpty)
        state = try confirming(.global, "G")
        #expect(
            state.press("g", "l", "o", "b", "a", "l", .enter)
                == [.invalidate(try plan(.global))])
    }

    @Test func productionWantsTheWordForEverything() throws {
        var setting = Shop.setting()
        setting.isProduction = true
        var state = Shop.busy(size, setting: setting)
        _ = state.press("T")
        _ = state.update(.planned(.trending, .success(try plan(.trending))))
        #expect(state.press("y", .enter).isEmpty)
    }

    @Test func anIdentifierIsAskedForAndIsData() {
        var state = Shop.busy(size)
        #expect(state.press("P") == [.flushTypeAhead])
        let scope = InvalidationScope.products([Array("a*".utf8)])
        #expect(state.press("a", "x", .backspace, "*", .enter) == [.flushTypeAhead, .plan(scope)])
    }

    @Test func anEmptyIdentifierIsNotSent() {
        var state = Shop.busy(size)
        #expect(state.press("P", .enter).isEmpty)
        #expect(state.mode == .asking(.product, ""))
        #expect(state.press(.escape).isEmpty)
        #expect(state.mode == .browsing)
    }

    @Test func facetsWithoutACategoryAreAll() {
        var state = Shop.busy(size)
        #expect(state.press("F", .enter) == [.flushTypeAhead, .plan(.facets(nil))])
    }

    @Test func theSelectedKeyFillsTheQuestion() {
        var state = Shop.busy(size)
        state.focus = .topKeys
        _ = state.press(.down)
        #expect(state.shown.topKeys.first?.key == "inventory:42")
        _ = state.press("P")
        #expect(state.mode == .asking(.product, "42"))
        _ = state.press(.escape, "C")
        #expect(state.mode == .asking(.category, ""))
    }

    @Test(arguments: Keymap.bindings.filter(\.mutates).flatMap(\.keys))
    func readOnlyRefuses(key: KeyPress) {
        var setting = Shop.setting()
        setting.isReadOnly = true
        var state = Shop.busy(size, setting: setting)
        #expect(state.press(key).isEmpty)
        #expect(state.mode == .browsing)
        #expect(state.notice?.text.hasPrefix("Read-only") == true)
    }

    @Test func readOnlyOffersNoCapitals() {
        var setting = Shop.setting()
        setting.isReadOnly = true
        var state = Shop.busy(size, setting: setting)
        #expect(state.draw().lines.last?.contains("P product") == false)
        _ = state.press("?")
        #expect(!state.draw().lines.contains { $0.contains("invalidate one product") })
    }

    @Test(
        arguments: [
            (.done, Style.good), (.notDone, .critical), (.unknown, .warning), (.refused, .critical),
        ] as [(InvalidationRecord.Outcome, Style)])
    func theOutcomeIsSaid(outcome: InvalidationRecord.Outcome, style: Style) {
        var state = Shop.busy(size)
        var record = Shop.record
        record.outcome = outcome
        _ = state.update(.invalidated(record))
        #expect(state.notice?.style == style)
        #expect(state.shown.invalidations.contains(record))
    }
}
