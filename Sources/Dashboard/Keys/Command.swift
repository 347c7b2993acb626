package import Metrics
import Screen

/// What a key does while no dialog is open.
package enum Command: Sendable, Hashable {
    case invalidate(InvalidationScope.Kind)
    case scopeMenu
    case writeSnapshot, filter, commandLine, pause, sweep, faster, slower
    case step, leap, present
    case insight, keyList
    case baseline, keyWindow, sort, value, export
    case left, right
    case timelineFilter
    case nextPanel, previousPanel, panel, zoom, expand, back
    case up, down, halfPageUp, halfPageDown, pageUp, pageDown, first, last
    case nextMatch, previousMatch, copy, redraw
    case help, alerts, quit
}
