import Metrics
import Screen

/// Below the expanded timeline: a mark with its whole text.
struct MarkDetail {
    let mark: TimelineEntry
    let state: State

    func rows(_ width: Int) -> [Line] {
        InvalidationDetail.rows(
            [
                ("mark", mark.message, .accent),
                ("by", "\(mark.by ?? "unknown"), at \(state.longTime(mark.at))", .plain),
            ], width)
    }
}
