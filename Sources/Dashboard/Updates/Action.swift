package import Metrics
package import Screen

/// What happened. The only way anything reaches the state.
package enum Action: Sendable {
    case keyPressed(KeyPress)
    case mousePressed(MousePress)
    case resized(Size)
    /// ^Z was pressed where a stopped program could not be brought back.
    case stopRefused
    /// Time went by. Seconds on cachetop's monotonic clock.
    case ticked(Double)
    case observed(Observation, at: Double)
    /// How far the count for a plan is.
    case planning(InvalidationScope, PlanProgress)
    /// The plan that was asked for, or why there is none.
    case planned(InvalidationScope, Result<PlannedInvalidation, InvalidationPlan.Problem>)
    /// How far the purge is that is under way.
    case progressed(InvalidationProgress)
    case invalidated(InvalidationRecord)
    /// Where the snapshot went, or why it went nowhere: a sentence.
    /// A mark was written, or why not.
    case marked(Result<MarkText, WriteFailure>)
    case snapshotWritten(Result<String, WriteFailure>)
    /// The command of `--on-alert` was run.
    case alertPassedOn(AlertCallOutcome)
    /// An incident of the demo could not be made.
    case incidentFailed(WriteFailure)
    /// Those of the demo: what ended and what is left, as a sentence.
    case incidentsEnded(Result<String, WriteFailure>)
    /// Where a list went, or why it went nowhere.
    case exported(FileExport, Result<String, WriteFailure>)
}
