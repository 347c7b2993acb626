import Metrics
import Screen

extension State {
    mutating func press(_ key: KeyPress) -> [Effect] {
        if key == .control("c") { return [.quit] }
        guard isLargeEnough else {
            return Keymap.binding(for: key)?.command == .quit ? [.quit] : []
        }
        switch mode {
        case .browsing:
            guard let binding = Keymap.binding(for: key) else { return [] }
            return perform(binding.command)
        case .help(let offset): return pressInHelp(key, offset)
        case .filtering(let text): return pressInFilter(key, text)
        case .asking(let kind, let text): return pressInQuestion(key, kind, text)
        case .confirming(let confirmation): return pressInConfirmation(key, confirmation)
        }
    }

    private mutating func perform(_ command: Command) -> [Effect] {
        switch command {
        case .quit: return [.quit]
        case .help: mode = .help(offset: 0)
        case .invalidate(let kind): return begin(kind)
        case .writeSnapshot: return [.writeSnapshot(shown)]
        case .filter: mode = .filtering(filter)
        case .pause:
            isPaused.toggle()
            refresh()
        case .sweep:
            guard isLive else { return [.retryNow] }
            say("Looking at all keys again")
            return [.sweepNow]
        case .faster: return changeInterval(faster: true)
        case .slower: return changeInterval(faster: false)
        case .nextPanel: moveFocus(by: 1)
        case .previousPanel: moveFocus(by: -1)
        case .expand: isExpanded.toggle()
        case .back:
            if isExpanded { isExpanded = false } else { filter = "" }
        case .up: moveSelection(by: -1)
        case .down: moveSelection(by: 1)
        case .pageUp: moveSelection(by: -10)
        case .pageDown: moveSelection(by: 10)
        case .first: moveSelection(by: -100_000)
        case .last: moveSelection(by: 100_000)
        }
        return []
    }

    // MARK: Looking

    private static let intervals = [0.25, 0.5, 1, 2, 5, 10, 30, 60]

    private mutating func changeInterval(faster: Bool) -> [Effect] {
        let current = setting.intervalSeconds
        let next =
            faster
            ? Self.intervals.last { $0 < current - 0.001 }
            : Self.intervals.first { $0 > current + 0.001 }
        guard let next else { return [] }
        setting.intervalSeconds = next
        refresh()
        return [.setInterval(seconds: next)]
    }

    private mutating func moveFocus(by step: Int) {
        let visible = Layout(state: self).reachable
        guard let first = visible.first else { return }
        guard let current = visible.firstIndex(of: focus) else {
            focus = first
            return
        }
        let next = (current + step + visible.count) % visible.count
        focus = visible[next]
    }

    private mutating func moveSelection(by step: Int) {
        let count = rowCount(of: focus)
        guard count > 0 else { return }
        let current = selections[focus]
        let next = current.map { $0 + step } ?? (step > 0 ? min(step - 1, count - 1) : 0)
        selections[focus] = min(max(0, next), count - 1)
    }

    private mutating func pressInHelp(_ key: KeyPress, _ offset: Int) -> [Effect] {
        switch key {
        case .down, "j": mode = .help(offset: offset + 1)
        case .pageDown, " ": mode = .help(offset: offset + 10)
        case .up, "k": mode = .help(offset: max(0, offset - 1))
        case .pageUp: mode = .help(offset: max(0, offset - 10))
        default: mode = .browsing
        }
        return []
    }

    private mutating func pressInFilter(_ key: KeyPress, _ text: String) -> [Effect] {
        switch key {
        case .enter: mode = .browsing
        case .escape:
            filter = ""
            mode = .browsing
        default:
            filter = InputLine.edited(text, by: key)
            mode = .filtering(filter)
            selections = [:]
        }
        return []
    }

    // MARK: Changing the cache

    private mutating func begin(_ kind: InvalidationScope.Kind) -> [Effect] {
        guard !setting.isReadOnly else {
            say("Read-only: cachetop was started to look, not to invalidate.", .warning)
            return []
        }
        guard kind.argumentName == nil else {
            mode = .asking(kind, identifier(for: kind) ?? "")
            return [.flushTypeAhead]
        }
        return ask(for: kind, arguments: [])
    }

    private mutating func pressInQuestion(
        _ key: KeyPress, _ kind: InvalidationScope.Kind, _ text: String
    ) -> [Effect] {
        switch key {
        case .escape:
            mode = .browsing
            say("Nothing was sent.")
            return []
        case .enter:
            if text.isEmpty, kind != .facets { return [] }
            return ask(for: kind, arguments: text.isEmpty ? [] : [Array(text.utf8)])
        default:
            mode = .asking(kind, InputLine.edited(text, by: key))
            return []
        }
    }

    private mutating func ask(for kind: InvalidationScope.Kind, arguments: [[UInt8]]) -> [Effect] {
        do {
            let scope = try InvalidationScope(kind, arguments: arguments)
            mode = .confirming(Confirmation(scope: scope))
            return [.flushTypeAhead, .plan(scope)]
        } catch {
            mode = .browsing
            say(error.description, .warning)
            return []
        }
    }

    private mutating func pressInConfirmation(
        _ key: KeyPress, _ confirmation: Confirmation
    ) -> [Effect] {
        let dialog = ConfirmationDialog(state: self, confirmation: confirmation)
        guard let plan = confirmation.plan, dialog.isComplete(in: Layout(state: self).body) else {
            return cancel()
        }
        guard wantsTyping(confirmation.scope) else {
            return key == "y" ? send(plan) : cancel()
        }
        switch key {
        case .enter:
            return confirmation.typed == confirmation.scope.kind.rawValue ? send(plan) : cancel()
        case .character, .backspace, .control("u"):
            var edited = confirmation
            edited.typed = InputLine.edited(confirmation.typed, by: key)
            mode = .confirming(edited)
            return []
        default: return cancel()
        }
    }

    private mutating func send(_ plan: InvalidationPlan) -> [Effect] {
        mode = .browsing
        say("Sending \(plan.scope.text) …", seconds: 30)
        return [.invalidate(plan)]
    }

    private mutating func cancel() -> [Effect] {
        mode = .browsing
        say("Cancelled; nothing was sent.")
        return []
    }
}

/// One line of typed text.
enum InputLine {
    static let longest = 512

    static func edited(_ text: String, by key: KeyPress) -> String {
        switch key {
        case .character(let character) where text.count < longest: text + String(character)
        case .backspace, .delete: String(text.dropLast())
        case .control("u"): ""
        default: text
        }
    }
}
