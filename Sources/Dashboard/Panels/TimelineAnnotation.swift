import Metrics
import Screen

/// In the rule of the timeline: what may be missing below, how far the shop's listeners are, and the
/// filter. What has no room beside the others is left out, the filter first unless it hides something.
struct TimelineAnnotation {
    let state: State
    let width: Int

    var line: Line {
        let room = width - PanelKind.timeline.title.count - 10
        var line = Line()
        for part in [hiding, trail, state.shown.listenerLine, choice] where !part.isEmpty {
            let next = line.isEmpty ? part : part + Line("  ") + line
            if next.columns <= room { line = next }
        }
        return line
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
