import Metrics
import Screen

/// In the rule of the timeline: what may be missing below, how far the shop's listeners are, and the filter,
/// which counts more while it hides something.
struct TimelineAnnotation {
    let state: State

    var parts: [RulePart] {
        let isBehind = state.shown.listenerProblems.isEmpty == false
        return [
            RulePart(.choice, choice),
            RulePart(isBehind ? .trouble : .age, state.shown.listenerLine),
            RulePart(.trouble, trail), RulePart(.notice, hiding),
        ]
    }

    /// What may be missing because it is not read now.
    private var trail: Line {
        guard !state.isLost, !state.happenings.isEmpty else { return Line() }
        if state.isNotRecorded("invalidations") { return Line("recorded in part", .dim) }
        let trail = state.state(of: .trail)
        if let age = state.age(of: trail) { return Line(DisplayText("trail \(age)"), .warning) }
        if case .refused = trail { return Line("trail not readable", .warning) }
        return Line()
    }

    private var hiding: Line {
        guard state.timelineFilter != .all else { return Line() }
        return Line("f ", .key) + Line(DisplayText(state.timelineFilter.rawValue), .accent)
    }

    private var choice: Line {
        guard state.timelineFilter == .all else { return Line() }
        return Line("f ", .key) + Line("all", .accent) + Line(" | operators | shop", .dim)
    }
}
