import Metrics
import Screen

// What rows the views have, and how they are opened and closed.

extension State {
    /// What the cursor moves over in a view.
    func rows(of view: View) -> [RowID] {
        switch view {
        case .dashboard: rows(of: focus)
        case .key, .why: []
        case .findings: findingRows
        case .keys(let kind, let name): examples(kind, of: name).map { .key($0.key) }
        case .resource(let name):
            KeyListKind.allCases.filter { !examples($0, of: name).isEmpty }.map { .keyList($0) }
                + missedKeys(of: name).map { .key($0.key) }
        }
    }

    func resource(_ name: String) -> ResourceReport? { shown.resources.first { $0.name == name } }

    /// After the filter.
    func examples(_ kind: KeyListKind, of name: String) -> [ResourceReport.Example] {
        guard let ttl = resource(name)?.ttl else { return [] }
        return kind.examples(in: ttl).filter { matches($0.key) }
    }

    func missedKeys(of name: String) -> [Snapshot.TopKey] {
        shownKeyOrder.sorted(shown.topKeys.filter { $0.resource == name })
    }

    /// Lists of keys that there is something in.
    func lists(of name: String) -> [View] {
        KeyListKind.allCases.filter { !examples($0, of: name).isEmpty }.map { .keys($0, of: name) }
    }

    package mutating func open(_ view: View) -> [Effect] {
        if case .key(let text) = view {
            guard let key = knownBytes(of: text) else { return [] }
            views.append(view)
            viewOffset = 0
            history.inspect(key)
            refreshInspected()
            return isReplay || viewing != nil ? [] : inspect(wantsValue: false)
        }
        views.append(view)
        viewOffset = 0
        return []
    }

    /// A key, and why a resource misses, have no cursor: what moves it elsewhere scrolls their text.
    mutating func scrollText(by step: ScrollStep) -> Bool {
        let body = Layout(state: self).body
        let last: Int
        switch view {
        case .key(let name): last = KeyView(state: self, name: name).lastOffset(in: body)
        case .why(let name): last = WhyView(state: self, name: name).lastOffset(in: body)
        case .dashboard, .resource, .keys, .findings: return false
        }
        let page = max(1, body.height - 1)
        viewOffset = Self.scrolled(viewOffset, by: step, page: page, lines: last + page)
        return true
    }

    mutating func closeView() {
        views.removeLast()
        viewOffset = 0
        guard case .key = view else {
            history.inspect(nil)
            refreshInspected()
            return
        }
    }

    mutating func closeViews() {
        while !views.isEmpty { closeView() }
    }

    // MARK: Left and right

    /// The views of the other resources, or the other lists of keys, this one among them; empty: none is.
    var viewsBeside: [View] {
        let all: [View]
        switch view {
        case .dashboard, .key, .findings: return []
        case .resource: all = resourceRows.map { .resource($0.name) }
        case .why: all = resourceRows.map { .why($0.name) }
        case .keys: all = resourceRows.flatMap { lists(of: $0.name) }
        }
        return all.contains { $0 != view } ? all : []
    }

    mutating func moveSideways(by step: Int) {
        let all = viewsBeside
        guard !all.isEmpty else {
            if case .keys = view {
                say("No other list has a key: 'over policy' and 'no expiry' of all resources.")
            }
            return
        }
        let index = all.firstIndex(of: view) ?? (step > 0 ? -1 : 0)
        views[views.count - 1] = all[(index + step + all.count) % all.count]
    }

    // MARK: A key by itself

    private static let inspectEvery = 2.0

    mutating func inspect(wantsValue: Bool) -> [Effect] {
        guard case .key(let text) = view, let key = keyBytes(of: text) else { return [] }
        inspectedAt = now
        let usesLFU = shown.memory.policy?.contains("lfu") ?? false
        return [.inspect(key, wantsValue: wantsValue, usesLFU: usesLFU)]
    }

    /// What is on the screen is asked again.
    mutating func inspectAgain() -> [Effect] {
        guard isLive, !isPaused, viewing == nil, case .key = view,
            now - inspectedAt >= Self.inspectEvery
        else { return [] }
        return inspect(wantsValue: false)
    }

    mutating func readValue() -> [Effect] {
        guard case .key = view else {
            say("v reads the first bytes of a key that is opened with Enter.")
            return []
        }
        guard viewing == nil, isLive, !isReplay else {
            say("A value can be read only now, and with a connection.")
            return []
        }
        return inspect(wantsValue: true)
    }
}
