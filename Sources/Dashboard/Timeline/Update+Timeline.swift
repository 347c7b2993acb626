import Metrics
import Screen

// Keys of the timeline: the filter, and a happening opened whole.

extension State {
    mutating func nextTimelineFilter() {
        timelineFilter = timelineFilter.next
        openedLine = nil
    }

    /// Whether the selected happening has the whole panel.
    var isHappeningOpen: Bool { openedLine != nil && hasWholeTimeline }

    private var hasWholeTimeline: Bool { focus == .timeline && isExpanded && view == .dashboard }

    /// Enter in the timeline with the whole screen: opens what its details have no room for, and closes it.
    /// - Returns: whether there was anything to open or close.
    mutating func toggleHappening() -> Bool {
        guard hasWholeTimeline else { return false }
        if openedLine != nil {
            (openedLine, isExpanded) = (nil, false)
            return true
        }
        let inside = Layout(state: self).body.inset(top: 1, right: 1)
        guard
            TimelinePanel(state: self, isExpanded: true, width: inside.width)
                .needsOpening(in: inside)
        else { return false }
        openedLine = 0
        return true
    }

    /// While a happening is open the cursor's keys move its text.
    mutating func scrollHappening(by step: ScrollStep) -> Bool {
        guard isHappeningOpen, let line = openedLine else { return false }
        let inside = Layout(state: self).body.inset(top: 1, right: 1)
        let rows = TimelinePanel(state: self, isExpanded: true, width: inside.width)
            .details(inside.width).count
        // The last row says how many lines follow.
        let page = max(1, inside.height - 1)
        openedLine = Self.scrolled(line, by: step, page: page, lines: rows)
        return true
    }
}
