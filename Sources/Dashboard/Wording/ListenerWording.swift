import Metrics
import Screen

// What the screen says of the shop's listeners, which take changed products out of Redis.

extension Snapshot {
    /// `listener 3 behind`, `listener silent 25s`; empty where none was seen.
    var listenerLine: Line {
        guard let first = listeners.first else { return Line() }
        let silent = listeners.filter { silentSeconds($0) != nil }
        let isWarned = alert(.listenerSilent) != nil
        let count = listeners.count
        let who = count == 1 ? "listener" : "\(count) listeners"
        if !silent.isEmpty {
            let words =
                count == 1
                ? "listener silent \(Format.span(silentSeconds(first)))"
                : "\(silent.count) of \(count) listeners silent"
            return Line(DisplayText(words), isWarned ? .warning : .plain)
        }
        if listeners.contains(where: { state(of: $0).why != nil }) {
            return Line(DisplayText("\(who) not readable"), .warning)
        }
        let behind = listeners.compactMap(\.backlog).reduce(Int64(0)) {
            let (sum, isTooMuch) = $0.addingReportingOverflow($1)
            return isTooMuch ? .max : sum
        }
        if behind > 0 {
            return Line(DisplayText("\(who) \(Format.count(UInt64(behind))) behind"))
        }
        let isKnown = listeners.allSatisfy { $0.backlog != nil }
        return Line(DisplayText(isKnown ? "\(who) up to date" : "\(who) there"), .dim)
    }

    /// What to do about them, a sentence each.
    var listenerProblems: [String] {
        listeners.compactMap { listener in
            if let alert = alert(.listenerSilent, of: listener.name) { return alert.message }
            if case .notTold(let why) = state(of: listener) { return why }
            return nil
        }
    }

    /// Since its last sign of life; nil: it gives them.
    private func silentSeconds(_ listener: Listener) -> Double? {
        guard case .asOf(let last, _) = state(of: listener) else { return nil }
        return max(0, takenAt.seconds(since: last))
    }
}
