import Metrics
import Screen

/// Whose happenings the timeline shows.
package enum TimelineFilter: String, Sendable, Hashable, CaseIterable {
    case all
    /// What operators and scripts purged with a cachetop, and marks.
    case operators
    /// What the shop invalidates by itself.
    case shop

    var next: TimelineFilter {
        switch self {
        case .all: .operators
        case .operators: .shop
        case .shop: .all
        }
    }

    func admits(_ happening: Happening) -> Bool {
        switch self {
        case .all: return true
        case .operators:
            return happening.entry.kind == .mark || happening.entry.isOfOperators
        case .shop:
            return happening.entry.kind == .invalidation && !happening.entry.isOfOperators
        }
    }
}

extension TimelineEntry {
    /// What a cachetop purged comes back through the stream under its own name.
    fileprivate var isOfOperators: Bool {
        kind == .invalidation && (via != .observed || by == PurgeAnnouncement.source)
    }
}
