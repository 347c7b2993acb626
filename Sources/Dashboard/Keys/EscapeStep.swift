/// What Esc leaves next: one thing at a time, and what lies on top of the others first.
enum EscapeStep: Sendable, Hashable {
    case purge, happening, search, view, zoom, past
}

extension State {
    /// nil: there is nothing to leave.
    var nextEscape: EscapeStep? {
        if running?.isStoppable == true, running?.isStopping == false { return .purge }
        if isHappeningOpen { return .happening }
        if !filter.isEmpty, view.isFiltered { return .search }
        if view != .dashboard { return .view }
        if isExpanded { return .zoom }
        return viewing == nil ? nil : .past
    }

    mutating func back() -> [Effect] {
        switch nextEscape {
        case .purge:
            running?.isStopping = true
            return [.stopInvalidation]
        case .happening: openedLine = nil
        case .search: filter = ""
        case .view: closeView()
        case .zoom: leaveZoom()
        case .past: view(nil)
        // It took thought to choose it: only its own key ends it.
        case nil where baseline != nil: say("The baseline stays; b removes it.")
        case nil: break
        }
        return []
    }
}
