package import Metrics
package import Screen

extension InvalidationRecord {
    /// The outcome in one line that begins with the verdict unless all is well: for the footer, and
    /// for standard error when the dashboard has ended.
    package var verdict: String {
        let sentence: String =
            switch outcome {
            case .done, .dryRun: "\(scope): \(message)"
            case .notDone where stoppedEarly == true: stopped
            case .notDone, .refused: "NOT done, \(scope): \(message)"
            case .unknown: "Outcome unknown, \(scope): \(message)"
            case .accepted: "Accepted, \(scope): \(message)"
            case .unfinished: "Unfinished, \(scope): \(message)"
            }
        return trailProblem.map { "\(sentence) \($0)" } ?? sentence
    }

    package var verdictStyle: Style {
        switch outcome {
        case .done, .dryRun: trailProblem == nil ? .good : .warning
        case .notDone: stoppedEarly == true ? .warning : .critical
        case .refused: .critical
        case .unknown, .unfinished: .warning
        case .accepted: trailProblem == nil ? .plain : .warning
        }
    }

    /// What stands before the message beside the scope; empty where the message says it.
    package var lead: String {
        switch outcome {
        case .done: ""
        case .notDone: stoppedEarly == true ? "" : "NOT done: "
        case .unknown: "unknown: "
        case .accepted, .unfinished, .refused, .dryRun: "\(outcome.words): "
        }
    }

    private var stopped: String {
        guard let keysRemoved, let keysPlanned else { return "Stopped, \(scope): \(message)" }
        let gone = keysAlreadyGone.map { $0 > 0 ? ", \(Format.grouped($0)) already gone" : "" }
        return "\(scope) stopped: removed \(Format.grouped(keysRemoved)) of "
            + "\(Format.grouped(keysPlanned))\(gone ?? "")."
    }
}
