import Metrics
import Screen
import Testing

@testable import Dashboard

/// What the footer says, its keys do: in every view, at every size, for each of them.
@Suite struct OfferedKeyTests {
    private struct Offer {
        var label: String
        var words: String
        var keys: [KeyPress]
        var command: Command
    }

    /// What lies above the panels, deepest last.
    private struct Depth: Equatable {
        var views: [State.View]
        var isZoomed: Bool
        var isHappeningOpen: Bool

        init(_ state: State) {
            (views, isZoomed) = (state.views, state.isExpanded)
            isHappeningOpen = state.isHappeningOpen
        }

        var count: Int { views.count + (isZoomed ? 1 : 0) + (isHappeningOpen ? 1 : 0) }
    }

    /// Those that stand in the last line.
    private func offers(_ state: State) -> [Offer] {
        let line = " " + (state.draw().lines.last ?? "") + "  "
        var offers = Keymap.bindings.filter { !$0.short.isEmpty }.flatMap { binding in
            [binding.short, "back", "cmd"].map {
                Offer(
                    label: binding.label, words: $0, keys: binding.keys, command: binding.command)
            }
        }
        offers += state.viewHints.map { hint in
            let keys: [KeyPress] =
                hint.key == "Left Right"
                ? [.left, .right]
                : Keymap.bindings.first { $0.label == hint.key }?.keys ?? []
            return Offer(label: hint.key, words: hint.words, keys: keys, command: hint.command)
        }
        return offers.filter { line.contains(" \($0.label) \($0.words)  ") }
    }

    private func states(_ size: Size) -> [(String, State)] {
        let views: [Scene] = [.resource, .keys, .key, .findings, .why]
        var states = views.map { ("\($0)", $0.state(size)) }
        let busy = Shop.busy(size)
        for kind in PanelKind.all {
            var state = busy
            _ = state.press(kind.key)
            states.append(("focus on \(kind.title)", state))
            _ = state.press("z")
            states.append(("zoom of \(kind.title)", state))
            _ = state.press(.enter)
            states.append(("opened in \(kind.title)", state))
        }
        var keys = busy
        _ = keys.press("4", "o", "o", "o")
        states.append(("stampedes", keys))
        return states.filter { $0.1.mode == .browsing }.map { name, state in
            var state = state
            // It covers the footer.
            state.notice = nil
            return (name, state)
        }
    }

    @Test(arguments: [ScreenTests.small, ScreenTests.wide, SizeTests.little])
    func eachDoesWhatItSays(size: Size) {
        for (name, state) in states(size) {
            let offers = offers(state)
            #expect(offers.contains { $0.command == .quit }, "\(name)")
            for offer in offers {
                let keys = offer.command == .right ? offer.keys : Array(offer.keys.prefix(1))
                for key in keys { press(key, offer, state, "\(name) \(size)") }
            }
        }
    }

    private func press(_ key: KeyPress, _ offer: Offer, _ before: State, _ name: String) {
        var state = before
        let effects = state.update(.keyPressed(key))
        let (old, new) = (Depth(before), Depth(state))
        let what = Comment(
            rawValue: "\(name): \(key.name) is '\(offer.words)'; \(old.count) to \(new.count), "
                + "\(state.notice?.text ?? "")")
        switch offer.command {
        case .back: #expect(new.count < old.count, what)
        case .zoom: #expect(state.isExpanded == (offer.words == "zoom"), what)
        case .expand: #expect(new.count > old.count || state.views != before.views, what)
        case .insight where offer.words == "why":
            #expect(new.count >= old.count && state.views != before.views, what)
        default:
            #expect(new.views.count >= old.views.count || offer.command == .panel, what)
            #expect(state.isHappeningOpen || !before.isHappeningOpen || !new.isZoomed, what)
        }
        let isSeen = !effects.isEmpty || state.mode != before.mode || state.notice != nil
        #expect(isSeen || state.draw().lines.dropLast() != before.draw().lines.dropLast(), what)
        let refusals = [
            "There is no", "There is nothing", "Nothing to", " selects them", " shows it",
        ]
        for words in refusals where offer.command != .baseline {
            #expect(state.notice?.text.contains(words) != true, what)
        }
    }

    /// Enter never closes what is open.
    @Test(arguments: FocusTests.sizes)
    func enterNeverCloses(size: Size) {
        let busy = Shop.busy(size)
        for kind in PanelKind.all {
            var state = busy
            _ = state.press(kind.key, "z")
            for _ in 0..<5 {
                let before = Depth(state)
                _ = state.press(.enter)
                #expect(Depth(state).count >= before.count, "\(kind.title)")
            }
        }
    }
}
