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
            edited.press(key, history: typedLines) { state.proposals(behind: $0) }
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
        case .explain(let name):
            if !explain(name) {
                say("The policy has no resource '\(name ?? "")'; Tab lists them.", .warning)
            }
        case .export(let request): return export(request)
        case .incident(let name): return make(incident: name)
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
            let meant = MeantName(name, among: viewNames)
            if !open(view: meant.name ?? name) {
                say(
                    meant.problem(else: "There is no view '\(name)'; Tab lists them."), .warning)
            }
        case .filter(let text):
            filter = text
            goToMatches()
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
        setBaseline()
        if moment != .present { view(before) }
    }

}
