import Metrics
import Screen

// What is typed behind `:`, under the same guards and dialogs as the keys.

extension State {
    private static let mostLines = 100

    mutating func pressInCommandLine(_ key: KeyPress, _ entry: CommandEntry) -> [Effect] {
        switch key {
        case .escape:
            mode = .browsing
            return []
        case .enter:
            mode = .browsing
            return enter(entry.text)
        case .backspace where entry.text.isEmpty:
            mode = .browsing
            return []
        default:
            var edited = entry
            let state = self
            edited.press(key, history: typedLines) { state.known(behind: $0) }
            mode = .commanding(edited)
            return []
        }
    }

    private mutating func enter(_ line: String) -> [Effect] {
        guard line.contains(where: { $0 != " " }) else { return [] }
        if typedLines.last != line { typedLines.append(line) }
        if typedLines.count > Self.mostLines { typedLines.removeFirst() }
        do {
            return carryOut(try TypedCommand(line))
        } catch {
            say(error.description, .warning, seconds: 10)
            return []
        }
    }

    private mutating func carryOut(_ command: TypedCommand) -> [Effect] {
        switch command {
        case .purge(let scope): return begin(scope)
        case .goto(let moment): go(to: moment)
        case .baseline(let moment): compare(with: moment)
        case .interval(let seconds):
            setting.intervalSeconds = seconds
            refresh()
            return [.setInterval(seconds: seconds)]
        case .mark(let text):
            guard !setting.isReadOnly else {
                say("Read-only: a mark is written to Redis, so it is refused.", .warning)
                return []
            }
            return [.mark(text)]
        case .view(let name):
            closeViews()
            isExpanded = false
            if !open(view: name) { say("There is no view '\(name)'; Tab lists them.", .warning) }
        case .filter(let text): filter = text
        case .help: mode = .help(offset: 0)
        case .quit: return perform(.quit, for: "q")
        }
        return []
    }

    private mutating func go(to moment: TypedMoment) {
        guard moment != .present else { return view(nil) }
        let at = moment.resolved(
            at: serverNow, utcOffsetSeconds: setting.utcOffsetSeconds)
        if !view(at: at) { say("Nothing is recorded of \(time(at)).", .warning) }
    }

    /// nil: with nothing any more.
    private mutating func compare(with moment: TypedMoment?) {
        guard let moment else { return removeBaseline() }
        let before = viewing
        if moment != .present {
            let at = moment.resolved(at: serverNow, utcOffsetSeconds: setting.utcOffsetSeconds)
            guard view(at: at) else {
                say("Nothing is recorded of \(time(at)).", .warning)
                return
            }
        }
        baseline = nil
        toggleBaseline()
        if moment != .present { view(before) }
    }

    /// What can be typed behind these words; the most used first.
    private func known(behind words: [String]) -> [String] {
        guard let first = words.first, let verb = CommandVerb.named(first) else {
            return words.isEmpty ? CommandVerb.allCases.map(\.rawValue) : []
        }
        switch (verb, words.count) {
        case (.purge, 1): return InvalidationScope.Kind.allCases.map(\.rawValue)
        case (.purge, 2): return words.last.map(identifiers) ?? []
        case (.set, 1): return ["interval"]
        case (.view, 1): return viewNames
        case (.baseline, 1): return ["off", "-5m", "-30m", "-1h"]
        case (.goto, 1): return ["now", "-5m", "-30m", "-1h"]
        default: return []
        }
    }

    /// Of the keys that miss most.
    private func identifiers(of scope: String) -> [String] {
        // Of the past only cut names are known, and nothing can be purged there.
        guard let kind = InvalidationScope.Kind(rawValue: scope), viewing == nil else { return [] }
        if kind == .key {
            // What is shown with escapes would name another key.
            return shown.topKeys.map(\.key).filter { history.keyBytes(of: $0) == Array($0.utf8) }
        }
        var seen: Set<[UInt8]> = []
        return shown.topKeys.filter { $0.resource == kind.rawValue }.compactMap { key in
            guard let id = history.keyBytes(of: key.key).flatMap(history.grammar.identifier),
                seen.insert(id).inserted
            else { return nil }
            let text = String(decoding: id, as: UTF8.self)
            return Array(text.utf8) == id ? text : nil
        }
    }
}
