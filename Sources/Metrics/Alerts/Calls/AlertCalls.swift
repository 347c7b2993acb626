/// What waits to be passed on: one call at a time, and one a minute of each rule. Seconds are those of a
/// monotonic clock.
package struct AlertCalls: Sendable {
    static let pauseSeconds = 60.0
    /// More subjects of a rule than a shop has resources, counters or listeners.
    static let mostOfRule = 200

    package enum Step: Sendable, Hashable {
        case call(AlertCall)
        case wait(seconds: Double)
        /// Nothing waits.
        case idle
    }

    private struct Waiting {
        var rule: String
        /// The newest of each alert.
        var changes: [AlertChange] = []
    }

    /// Those that came first, first.
    private var waiting: [Waiting] = []
    private var called: [String: Double] = [:]

    package init() {}

    package mutating func add(_ changes: [AlertChange]) {
        for change in changes where change.alert.rule != AlertRule.onAlertFails.name {
            let rule = change.alert.rule
            let index =
                waiting.firstIndex { $0.rule == rule }
                ?? {
                    waiting.append(Waiting(rule: rule))
                    return waiting.count - 1
                }()
            waiting[index].changes.removeAll { $0.alert.subject == change.alert.subject }
            guard waiting[index].changes.count < Self.mostOfRule else { continue }
            waiting[index].changes.append(change)
        }
    }

    /// What is to be done now. A call that is given out has been made as far as this knows.
    package mutating func next(at now: Double) -> Step {
        var soonest: Double?
        for (index, entry) in waiting.enumerated() {
            let due = called[entry.rule].map { $0 + Self.pauseSeconds } ?? now
            guard due <= now else {
                soonest = min(soonest ?? due, due)
                continue
            }
            waiting.remove(at: index)
            called[entry.rule] = now
            return .call(AlertCall(rule: entry.rule, changes: entry.changes))
        }
        return soonest.map { .wait(seconds: $0 - now) } ?? .idle
    }
}
