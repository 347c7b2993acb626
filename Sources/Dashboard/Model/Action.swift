package import Metrics
package import Screen

/// What happened. The only way anything reaches the state.
package enum Action: Sendable {
    case keyPressed(KeyPress)
    case resized(Size)
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
    case snapshotWritten(Result<String, WriteFailure>)
}

/// Why a file could not be written, as a sentence for the footer.
package struct WriteFailure: Error, Sendable, Hashable {
    package var sentence: String
    package init(_ sentence: String) { self.sentence = sentence }
}

/// What is to be done about it, as data: the executable carries it out, a test compares it.
package enum Effect: Sendable, Hashable {
    case plan(InvalidationScope, PlanContext)
    /// The plan is not wanted any more: whatever still comes of it is nobody's.
    case cancelPlan
    /// - Parameter typed: the word that confirmed it; nil: `y` did.
    case invalidate(PlannedInvalidation, typed: String?)
    /// End what is under way between two batches; it is told as `invalidated` all the same.
    case stopInvalidation
    /// Keys typed before a confirmation was on the screen must not answer it.
    case flushTypeAhead
    case writeSnapshot(Snapshot)
    case setInterval(seconds: Double)
    case retryNow
    case sweepNow
    case quit
}
