import Metrics
import Screen
import Testing

@testable import Dashboard

/// The keys that the footer names: those of the panel with the focus, without moving the others.
@Suite struct FooterTests {
    private func footer(_ state: State) -> String { state.draw().lines.last ?? "" }

    @Test(arguments: [ScreenTests.small, Size(columns: 100, rows: 30), ScreenTests.wide])
    func keysStandWhereTheyAct(size: Size) {
        for kind in PanelKind.all {
            var state = Shop.busy(size)
            state.focus = kind.id
            let line = footer(state)
            let keys = size.columns < 100 ? ["x purge", "[ ] time", "z zoom"] : [": command"]
            for words in keys { #expect(line.contains(words), "\(line)") }
            #expect(line.contains("/ find"), "\(line)")
            #expect(line.contains("m window") == (kind.id == .topKeys), "\(line)")
            let isExported = kind.keys.contains(.export)
            #expect(line.contains("e csv") == isExported || size.columns < 100, "\(line)")
        }
        var state = Shop.busy(size)
        state.focus = .topKeys
        #expect(footer(state).contains(size.columns < 100 ? "m window" : "m window  e csv"))
    }

    /// Only the keys of the panel come and go with the focus.
    @Test(arguments: [
        ScreenTests.small, Size(columns: 100, rows: 30), ScreenTests.wide,
        Size(columns: 200, rows: 60), SizeTests.little,
    ])
    func theFocusMovesNoOtherKey(size: Size) {
        var state = Shop.busy(size)
        var places: [String: Set<Int>] = [:]
        for kind in PanelKind.all {
            state.focus = kind.id
            let line = footer(state)
            for words in [
                "x ", "/ find", ": c", "Space pause", "[ ] time", "b baseline",
                "w save", "z zoom", "? help", "q quit",
            ] {
                let range = line.firstRange(of: words)
                places[words, default: []].insert(
                    range.map { line.distance(from: line.startIndex, to: $0.lowerBound) } ?? -1)
            }
        }
        for (words, columns) in places { #expect(columns.count == 1, "\(words): \(columns)") }
    }

    /// What the footer offers for a panel does something there.
    @Test func whatIsOfferedActs() {
        for kind in PanelKind.all {
            for command in kind.keys {
                var state = Shop.busy(ScreenTests.wide)
                state.focus = kind.id
                if command == .copy { _ = state.press(.down) }
                let before = state.draw().lines
                let effects = state.perform(command, for: "e")
                #expect(
                    !effects.isEmpty || state.draw().lines != before, "\(kind.title) \(command)")
                #expect(state.notice == nil || !effects.isEmpty, "\(kind.title): \(command)")
            }
        }
    }

    @Test func theListOfKeysNamesItsOtherList() {
        for (size, words) in [
            (ScreenTests.small, "Left Right over policy, no expiry"),
            (SizeTests.little, "Left Right list"),
        ] {
            var state = Scene.keys.state(size)
            // There is no other list.
            #expect(!footer(state).contains("Left Right"), "\(footer(state))")
            let facets = state.shown.resources.firstIndex { $0.name == "facets" } ?? 0
            let examples = state.shown.resources[facets].ttl?.overPolicyExamples ?? []
            state.shown.resources[facets].ttl?.withoutExpiryExamples = examples
            #expect(footer(state).contains(words), "\(footer(state))")
        }
    }

    /// `m` is the missed keys' key: nothing that is not looked at changes.
    @Test func theWindowChangesOnlyWhereItIsLookedAt() {
        for kind in PanelKind.all where kind.id != .topKeys {
            var state = Shop.busy(ScreenTests.wide)
            state.focus = kind.id
            _ = state.press("m")
            #expect(state.keyOrder.window == .fiveMinutes)
            #expect(state.notice?.text.contains("4 selects them") == true)
        }
        var state = Scene.keys.state(ScreenTests.wide)
        _ = state.press("m")
        #expect(state.keyOrder.window == .fiveMinutes && state.notice != nil)
    }
}
