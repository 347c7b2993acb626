import Dashboard
import Metrics
import Screen
import Testing

/// The way from a capital letter to an effect that changes the cache.
@Suite struct InvalidationKeyTests {
    let size = Size(columns: 120, rows: 40)

    /// A state whose confirmation shows the plan of `scope`.
    private func confirming(_ scope: InvalidationScope, _ key: KeyPress) throws -> State {
        var state = Shop.busy(size)
        let context = state.history.planContext(for: scope, at: state.serverNow)
        #expect(state.press(key) == [.flushTypeAhead, .plan(scope, context)])
        let planned = try Plans.direct(scope)
        #expect(state.update(.planned(scope, .success(planned))) == [.flushTypeAhead])
        var confirmation = State.Confirmation(scope: scope, since: 120)
        confirmation.stage = .planned(planned)
        #expect(state.mode == .confirming(confirmation))
        return state
    }

    @Test func yConfirms() throws {
        var state = try confirming(.search, "S")
        #expect(state.press("y") == [.invalidate(try Plans.direct(.search), typed: nil)])
        #expect(state.mode == .browsing)
        #expect(state.running == State.Running(scope: .search, keys: 0, isStoppable: false))
    }

    @Test(arguments: ["n", "Y", " ", .enter, .escape, "q", "S", .up] as [KeyPress])
    func everyOtherKeyCancels(key: KeyPress) throws {
        var state = try confirming(.trending, "T")
        #expect(state.press(key).isEmpty)
        #expect(state.mode == .browsing)
        #expect(state.running == nil)
        #expect(state.press("y").isEmpty)
    }

    @Test func globalWantsTheWord() throws {
        var state = try confirming(.global, "G")
        #expect(state.press("y", .enter).isEmpty)
        state = try confirming(.global, "G")
        #expect(
            state.press("g", "l", "o", "b", "a", "l", .enter)
                == [.invalidate(try Plans.direct(.global), typed: "global")])
    }

    @Test func productionWantsTheWordForEverything() throws {
        var setting = Shop.setting()
        setting.isProduction = true
        var state = Shop.busy(size, setting: setting)
        state.show(try Plans.search())
        #expect(state.press("y").isEmpty)
        #expect(state.press(.enter).isEmpty)
        #expect(state.running == nil)
        state.show(try Plans.search())
        #expect(
            state.press("s", "e", "a", "r", "c", "h", .enter)
                == [.invalidate(try Plans.search(), typed: "search")])
    }

    @Test func anIdentifierIsAskedForAndIsData() {
        var state = Shop.busy(size)
        #expect(state.press("P") == [.flushTypeAhead])
        let scope = InvalidationScope.products([Array("a*".utf8)])
        let context = state.history.planContext(for: scope, at: state.serverNow)
        // Nothing has named it: it is asked for once more.
        #expect(state.press("a", "x", .backspace, "*", .enter) == [])
        #expect(state.press(.enter) == [.flushTypeAhead, .plan(scope, context)])
    }

    @Test func anEmptyIdentifierIsNotSent() {
        var state = Shop.busy(size)
        #expect(state.press("P", .enter).isEmpty)
        #expect(state.asked == "product ")
        #expect(state.press(.escape).isEmpty)
        #expect(state.mode == .browsing)
    }

    @Test func facetsWithoutACategoryAreAll() {
        var state = Shop.busy(size)
        let context = state.history.planContext(for: .facets(nil), at: state.serverNow)
        #expect(state.press("F", .enter) == [.flushTypeAhead, .plan(.facets(nil), context)])
    }

    @Test func theSelectedKeyFillsTheQuestion() {
        var state = Shop.busy(size)
        state.focus = .topKeys
        _ = state.press(.down)
        #expect(state.shown.topKeys.first?.key == "inventory:42")
        _ = state.press("P")
        #expect(state.asked == "product 42")
        _ = state.press(.escape, "C")
        #expect(state.asked == "category ")
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
        #expect(state.draw().lines.last?.contains("x invalidate") == false)
        _ = state.press("?")
        #expect(!state.draw().lines.contains { $0.contains("invalidate one product") })
    }
}
