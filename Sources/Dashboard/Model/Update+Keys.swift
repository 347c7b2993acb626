import Metrics
import Screen

extension State {
    mutating func press(_ key: KeyPress) -> [Effect] {
        if key == .control("c") { return interrupt() }
        guard isLargeEnough else {
            return Keymap.binding(for: key)?.command == .quit ? leave() : []
        }
        switch mode {
        case .browsing:
            guard let binding = Keymap.binding(for: key) else { return [] }
            return perform(binding.command, for: key)
        case .help(let offset):
            mode = Self.scrolled(offset, by: key).map { .help(offset: $0) } ?? .browsing
            return []
        case .alerts(let offset):
            mode = Self.scrolled(offset, by: key).map { .alerts(offset: $0) } ?? .browsing
            return []
        case .filtering(let text): return pressInFilter(key, text)
        case .commanding(let entry): return pressInCommandLine(key, entry)
        case .choosing(let menu): return pressInScopeMenu(key, menu)
        case .asking(let question): return pressInQuestion(key, question)
        case .confirming(let confirmation): return pressInConfirmation(key, confirmation)
        case .leaving:
            mode = .browsing
            return Keymap.binding(for: key)?.command == .quit ? leave() : []
        }
    }

    mutating func perform(_ command: Command, for key: KeyPress) -> [Effect] {
        switch command {
        case .quit:
            guard running?.isStoppable == true else { return [.quit] }
            mode = .leaving
            return [.flushTypeAhead]
        case .help: mode = .help(offset: 0)
        case .alerts: mode = .alerts(offset: 0)
        case .invalidate(let kind): return begin(kind)
        case .scopeMenu: return openScopeMenu()
        case .writeSnapshot: return [.writeSnapshot(written)]
        case .filter, .commandLine:
            mode = command == .filter ? .filtering(filter) : .commanding(CommandEntry())
        case .pause:
            isPaused.toggle()
            refresh()
        case .step, .leap, .present: move(command, key)
        case .baseline: toggleBaseline()
        case .keyWindow: changeStretch()
        case .sort: sort()
        case .value: return readValue()
        case .export: return exportList()
        case .left, .right: moveSideways(by: key == .left ? -1 : 1)
        case .sweep:
            guard isLive else { return [.retryNow] }
            say("Looking at all keys again")
            return [.sweepNow]
        case .faster, .slower: return changeInterval(faster: command == .faster)
        case .nextPanel, .previousPanel: moveFocus(by: command == .nextPanel ? 1 : -1)
        case .panel: selectPanel(by: key)
        case .expand: return toggleHappening() ? [] : openSelected()
        case .timelineFilter: nextTimelineFilter()
        case .back: return back()
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

    /// Leaves what lies above the dashboard, one thing at a time.
    private mutating func back() -> [Effect] {
        if running?.isStoppable == true, running?.isStopping == false {
            running?.isStopping = true
            return [.stopInvalidation]
        }
        if view != .dashboard {
            closeView()
        } else if closeHappening() {
            return []
        } else if isExpanded {
            isExpanded = false
        } else if !filter.isEmpty {
            filter = ""
        } else if baseline != nil {
            removeBaseline()
        }
        return []
    }

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
        closeViews()
        let visible = Layout(state: self).reachable
        guard let first = visible.first else { return }
        guard let current = visible.firstIndex(of: focus) else {
            focus = first
            return
        }
        let next = (current + step + visible.count) % visible.count
        focus = visible[next]
    }

    private mutating func selectPanel(by key: KeyPress) {
        guard let kind = PanelKind.all.first(where: { $0.key == key }) else { return }
        closeViews()
        focus = kind.id
        if Layout(state: self).places[kind.id] == nil { isExpanded = true }
    }

    /// Where a page that is scrolled stands after a key; nil: any other key closes it.
    private static func scrolled(_ offset: Int, by key: KeyPress) -> Int? {
        switch key {
        case .down, "j": offset + 1
        case .pageDown, " ": offset + 10
        case .up, "k": max(0, offset - 1)
        case .pageUp: max(0, offset - 10)
        default: nil
        }
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

    /// ^C closes a dialog or the filter's line; without one it ends cachetop.
    private mutating func interrupt() -> [Effect] {
        guard isLargeEnough else { return leave() }
        return switch mode {
        case .help, .alerts, .filtering, .commanding, .choosing, .asking, .confirming:
            press(.escape)
        case .browsing, .leaving: leave()
        }
    }

    /// Ends, and stops what is under way; its outcome is waited for and reported afterwards.
    private func leave() -> [Effect] {
        running?.isStoppable == true ? [.stopInvalidation, .quit] : [.quit]
    }
}
