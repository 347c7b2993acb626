import Metrics
import Screen

// Keys of the timeline: the filter, and a happening opened whole.

extension State {
    mutating func nextTimelineFilter() {
        timelineFilter = timelineFilter.next
        openedLine = nil
        followSelections()
    }

    /// Whether the selected happening has the whole panel.
    var isHappeningOpen: Bool { openedLine != nil && hasWholeTimeline }

    var hasWholeTimeline: Bool { focus == .timeline && isExpanded && view == .dashboard }

    private var insideOfBody: Rect { Layout(state: self).body.inset(top: 1, right: 1) }

    private var wholeTimeline: TimelinePanel {
        TimelinePanel(state: self, isExpanded: true, width: insideOfBody.width)
    }

    /// With the whole screen: whether more is known of the selected one than stands below the list.
    var hasMoreOfHappening: Bool {
        hasWholeTimeline && wholeTimeline.needsOpening(in: insideOfBody)
    }

    /// Whether anything of it stands there.
    var showsHappening: Bool { wholeTimeline.showsDetails(in: insideOfBody) }

    /// While a happening is open the cursor's keys move its text.
    mutating func scrollHappening(by step: ScrollStep) -> Bool {
        guard isHappeningOpen, let line = openedLine else { return false }
        let inside = insideOfBody
        let rows = wholeTimeline.details(inside.width).count
        // The last row says how many lines follow.
        let page = max(1, inside.height - 1)
        openedLine = Self.scrolled(line, by: step, page: page, lines: rows)
        return true
    }
}
