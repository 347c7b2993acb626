package import Metrics
import Screen

/// What is to be done about it, as data: the executable carries it out, a test compares it.
package enum Effect: Sendable, Hashable {
    case plan(InvalidationScope, PlanContext)
    /// The plan is not wanted any more: its result is dropped.
    case cancelPlan
    /// - Parameter typed: the word that confirmed it; nil: `y` did.
    case invalidate(PlannedInvalidation, typed: String?)
    /// End what is under way between two batches; it is reported as `invalidated` all the same.
    case stopInvalidation
    /// Keys typed before a confirmation was on the screen must not answer it.
    case flushTypeAhead
    case writeSnapshot(Snapshot)
    /// Write a mark to every dashboard's timeline.
    case mark(MarkText)
    case setInterval(seconds: Double)
    case retryNow
    case sweepNow
    /// As soon as the sweep's budget allows it.
    case sweepSoon
    /// Ask for the time to live and the size of these keys, which a list shows.
    case measure([[UInt8]])
    /// Ask for all that may be known of one key; with its first bytes only when the operator wants them.
    case inspect([UInt8], wantsValue: Bool, usesLFU: Bool)
    case export(FileExport)
    /// Of the demo, by its name.
    case makeIncident(String)
    /// Those that go on.
    case endIncidents
    /// Ask the terminal to take this into its clipboard.
    case copy(String)
    /// Run the command of `--on-alert`.
    /// - Parameter at: on the server's clock.
    case passOn([AlertChange], at: Timestamp)
    /// Sound the terminal's bell.
    case ring
    /// Send the whole screen, whatever the terminal is believed to show.
    case redraw
    case quit
}
