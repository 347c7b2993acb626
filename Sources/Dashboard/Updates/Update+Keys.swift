import Metrics
import Screen

extension State {
    mutating func press(_ key: KeyPress) -> [Effect] {
        keyedAt = now
        // A banner may have taken the place of the panel with the focus.
        keepFocusInSight()
        defer { showCursor() }
        if key == .control("c") { return interrupt() }
        if Keymap.binding(for: key)?.command == .redraw { return [.redraw] }
        guard isLargeEnough else {
            return Keymap.binding(for: key)?.command == .quit ? leave() : []
        }
        switch mode {
        case .browsing:
            guard let binding = Keymap.binding(for: key) else {
                answer(unbound: key)
                return []
            }
            return perform(binding.command, for: key)
        case .help(let offset):
            mode = scrolled(offset, by: key).map { .help(offset: $0) } ?? .browsing
            return []
        case .alerts where Keymap.binding(for: key)?.command == .insight:
            mode = .browsing
            openFindings()
            return []
        case .alerts(let offset):
            pressInAlerts(key, offset: offset)
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
        if let step = ScrollStep(command) {
            moveSelection(by: step)
            return []
        }
        switch command {
        case .quit:
            guard running?.isStoppable == true else { return [.quit] }
            mode = .leaving
            return [.flushTypeAhead]
        case .invalidate(let kind): return begin(kind)
        case .scopeMenu: return openScopeMenu()
        case .writeSnapshot: return [.writeSnapshot(written)]
        case .value: return readValue()
        case .export: return exportList()
        case .copy: return copyKey()
        case .sweep:
            guard isLive else { return [.retryNow] }
            say("Looking at all keys again")
            return [.sweepNow]
        case .faster, .slower: return changeInterval(faster: command == .faster)
        case .expand: return enter()
        case .back: return back()
        default: look(command, key)
        }
        return []
    }

    /// What changes the screen alone.
    private mutating func look(_ command: Command, _ key: KeyPress) {
        switch command {
        case .help: mode = .help(offset: 0)
        case .alerts: openAlerts()
        case .filter, .commandLine:
            mode = command == .filter ? .filtering(filter) : .commanding(CommandEntry())
        case .nextMatch, .previousMatch: moveToMatch(by: command == .nextMatch ? 1 : -1)
        case .pause:
            isPaused.toggle()
            refresh()
        case .step, .leap, .present: move(command, key)
        case .baseline: toggleBaseline()
        case .keyWindow: changeStretch()
        case .keyList: changeKeyList()
        case .insight: toggleInsight()
        case .sort: sort()
        case .left where view != .dashboard: moveSideways(by: -1)
        case .right where view != .dashboard: moveSideways(by: 1)
        case .nextPanel, .right: moveFocus(by: 1)
        case .previousPanel, .left: moveFocus(by: -1)
        case .panel: selectPanel(by: key)
        case .zoom: zoom()
        case .timelineFilter: nextTimelineFilter()
        default: break
        }
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
        // Narrow headers have no room for it.
        let places = next == next.rounded() ? 0 : 2
        say("Looks every \(Format.decimal(next, places: places)) s", seconds: 3)
        return [.setInterval(seconds: next)]
    }

    private mutating func moveFocus(by step: Int) {
        closeViews()
        let visible = Layout(state: self).reachable
        guard let first = visible.first else { return }
        guard let current = visible.firstIndex(of: focus) else { return focus(on: first) }
        focus(on: visible[(current + step + visible.count) % visible.count])
    }

    private mutating func selectPanel(by key: KeyPress) {
        guard let kind = PanelKind.all.first(where: { $0.key == key }) else { return }
        closeViews()
        focus(on: kind.id)
        if !hasPlace(kind.id) { isExpanded = true }
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
