import Metrics
import Screen

// The keys on the way to a change of the cache: capital letter, question, confirmation.

extension State {
    mutating func begin(_ kind: InvalidationScope.Kind) -> [Effect] {
        guard mayChangeTheCache() else { return [] }
        notice = nil
        guard kind.argumentName == nil else {
            mode = .asking(question(for: kind))
            return [.flushTypeAhead]
        }
        return ask(for: kind, arguments: [])
    }

    /// Plans what was typed whole, under the same guards.
    mutating func begin(_ scope: InvalidationScope) -> [Effect] {
        guard mayChangeTheCache() else { return [] }
        notice = nil
        if let question = doubt(about: scope) {
            mode = .asking(question)
            return [.flushTypeAhead]
        }
        return ask(for: scope.kind, arguments: scope.arguments)
    }

    /// Says why not.
    mutating func mayChangeTheCache() -> Bool {
        guard !setting.isReadOnly else {
            say("Read-only: cachetop was started to look, not to invalidate.", .warning)
            return false
        }
        if let viewing {
            // What is on the screen is no ground for a purge now.
            say(
                "This is the screen of \(time(viewing.at)): nothing can be purged in the past. "
                    + "0 returns to now.", .warning)
            return false
        }
        if let running {
            let stop = running.isStoppable ? "; Esc stops it" : ""
            say("One at a time: \(running.scope.text) is not done yet\(stop).", .warning)
            return false
        }
        guard isLive else {
            let yet = isNeverConnected ? " yet" : ""
            say(
                "There is no connection to Redis\(yet): nothing can be purged. r tries again.",
                .warning)
            return false
        }
        return true
    }

    mutating func ask(for kind: InvalidationScope.Kind, arguments: [[UInt8]]) -> [Effect] {
        do {
            let scope = try InvalidationScope(kind, arguments: arguments)
            mode = .confirming(Confirmation(scope: scope, since: now))
            return [.flushTypeAhead, .plan(scope, history.planContext(for: scope, at: serverNow))]
        } catch {
            mode = .browsing
            say(error.description, .warning)
            return []
        }
    }

    mutating func pressInConfirmation(
        _ key: KeyPress, _ confirmation: Confirmation
    ) -> [Effect] {
        if let next = scrolled(confirmation, by: key) {
            mode = .confirming(next)
            return []
        }
        switch confirmation.stage {
        case .counting: return cancel() + [.cancelPlan]
        case .failed:
            mode = .browsing
            say("Nothing was sent.")
            return []
        case .planned(let planned):
            let dialog = PlanDialog(state: self, planned: planned, confirmation)
            guard dialog.mayBeConfirmed(in: Layout(state: self).dialogs) else {
                return key == .escape ? cancel() : readOn()
            }
            guard isPlanSeen || key == .escape else {
                say(
                    "Nothing was sent: the plan was not on the screen yet. Read it, then answer.",
                    .warning)
                return [.flushTypeAhead]
            }
            return answer(key, confirmation, planned)
        }
    }

    /// What was not on the screen can't be confirmed.
    private mutating func readOn() -> [Effect] {
        say("Nothing was sent: Down shows the rest of the plan first.", .warning)
        return []
    }

    private mutating func answer(
        _ key: KeyPress, _ confirmation: Confirmation, _ planned: PlannedInvalidation
    ) -> [Effect] {
        guard wantsTyping(confirmation.scope) else {
            return key == "y" ? send(planned, typed: nil) : cancel()
        }
        switch key {
        case .enter:
            return confirmation.typed == confirmation.scope.kind.rawValue
                ? send(planned, typed: confirmation.typed) : cancel()
        case .character, .backspace, .control("u"):
            var edited = confirmation
            edited.typed = InputLine.edited(confirmation.typed, by: key)
            mode = .confirming(edited)
            return []
        default: return cancel()
        }
    }

    private mutating func send(_ planned: PlannedInvalidation, typed: String?) -> [Effect] {
        mode = .browsing
        notice = nil
        var running = Running(
            scope: planned.scope, keys: UInt64(planned.existingKeys),
            isStoppable: planned.keys.count > setting.purgeBatch)
        running.timelineCursor = selections[.timeline]?.row
        self.running = running
        return [.invalidate(planned, typed: typed)]
    }

    private mutating func cancel() -> [Effect] {
        mode = .browsing
        say("Cancelled; nothing was sent.")
        return []
    }
}
