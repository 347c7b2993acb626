import Metrics
import Screen

extension InvalidationRecord {
    /// Of its row.
    var style: Style {
        if via == .observed { return .plain }
        switch outcome {
        case .done: return trailProblem == nil ? .good : .warning
        case .dryRun: return .dim
        case .unknown, .unfinished: return .warning
        case .accepted: return trailProblem == nil ? .plain : .warning
        case .notDone: return stoppedEarly == true ? .warning : .critical
        case .refused: return .critical
        }
    }
}
