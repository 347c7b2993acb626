import Metrics
import Screen

// The question for an identifier, and the menu of scopes before it.

extension State {
    /// With the identifier of the selected row, if it has one, as a proposal.
    func question(for kind: InvalidationScope.Kind) -> Question {
        Question(
            kind, known: history.knownNames(for: kind), filledWith: identifier(for: kind),
            isProposal: true)
    }

    /// A scope that was typed whole, with a name that neither keys nor events have named: asks once more.
    func doubt(about scope: InvalidationScope) -> Question? {
        guard scope.kind.argumentName != nil, scope.arguments.count == 1,
            let name = scope.arguments.first
        else { return nil }
        var question = Question(
            scope.kind, known: history.knownNames(for: scope.kind), filledWith: name)
        return question.submit() ? nil : question
    }

    mutating func pressInQuestion(_ key: KeyPress, _ question: Question) -> [Effect] {
        var question = question
        switch key {
        case .escape:
            mode = .browsing
            say("Nothing was sent.")
            return []
        case .enter:
            let name = question.argument
            if name.isEmpty, question.kind != .facets { return [] }
            guard name.isEmpty || question.submit() else {
                mode = .asking(question)
                return []
            }
            return ask(for: question.kind, arguments: name.isEmpty ? [] : [name])
        default:
            question.press(key)
            mode = .asking(question)
            return []
        }
    }

    // MARK: The menu

    mutating func openScopeMenu() -> [Effect] {
        guard mayChangeTheCache() else { return [] }
        notice = nil
        mode = .choosing(ScopeMenu(self))
        return [.flushTypeAhead]
    }

    mutating func pressInScopeMenu(_ key: KeyPress, _ menu: ScopeMenu) -> [Effect] {
        var menu = menu
        if case .invalidate(let kind)? = Keymap.binding(for: key)?.command { return begin(kind) }
        switch key {
        case .enter: return begin(menu.kind)
        case .escape, "q", "x":
            mode = .browsing
            say("Nothing was sent.")
            return []
        case .up, "k", .backTab: menu.move(by: -1)
        case .down, "j", .tab: menu.move(by: 1)
        case .home, .pageUp: menu.move(by: -ScopeMenu.kinds.count)
        case .end, .pageDown: menu.move(by: ScopeMenu.kinds.count)
        default: return []
        }
        mode = .choosing(menu)
        return []
    }
}
