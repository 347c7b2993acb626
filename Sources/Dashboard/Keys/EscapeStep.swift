/// What Esc leaves next: one thing at a time, and what lies on top of the others first.
enum EscapeStep: Sendable, Hashable {
    case purge, happening, search, view, zoom, past, baseline
}

extension State {
    /// nil: there is nothing to leave.
    var nextEscape: EscapeStep? {
        if running?.isStoppable == true, running?.isStopping == false { return .purge }
        if isHappeningOpen { return .happening }
        if !filter.isEmpty, view.isFiltered { return .search }
        if view != .dashboard { return .view }
        if isExpanded { return .zoom }
        if viewing != nil { return .past }
        return baseline == nil ? nil : .baseline
    }

    mutating func back() -> [Effect] {
        switch nextEscape {
        case .purge:
            running?.isStopping = true
            return [.stopInvalidation]
        case .happening: openedLine = nil
        case .search: filter = ""
        case .view: closeView()
        case .zoom: isExpanded = false
        case .past: view(nil)
        case .baseline: removeBaseline()
        case nil: break
        }
        return []
    }
}
