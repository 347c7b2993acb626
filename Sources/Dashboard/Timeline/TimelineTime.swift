import Metrics
import Screen

// Moments that may lie a day back.

extension State {
    /// `14:03:22`; of another day `25 14:03`, the day of the month before it.
    func shortTime(_ moment: Timestamp) -> String {
        let (day, today) = (date(moment), date(viewedAt))
        return day == today ? time(moment) : "\(day.suffix(2)) \(time(moment).prefix(5))"
    }

    /// `14:03`; of another day `25 14h`.
    func minute(_ moment: Timestamp) -> String {
        let text = shortTime(moment).prefix(5)
        return date(moment) == date(viewedAt) ? String(text) : text + "h"
    }

    /// `14:03:22`; of another day `2026-11-25 14:03:22`.
    func longTime(_ moment: Timestamp) -> String {
        let day = date(moment)
        return day == date(viewedAt) ? time(moment) : "\(day) \(time(moment))"
    }

    private func date(_ moment: Timestamp) -> Substring {
        moment.adding(seconds: Double(setting.utcOffsetSeconds)).description.prefix(10)
    }
}

extension TimelineRow {
    /// Who did it, or whose it is.
    var author: String {
        switch entry.kind {
        case .invalidation, .unannounced, .flush, .mark, .other: entry.by ?? "unknown"
        case .evictions, .restart, .failover, .config: "server"
        case .gap, .alert: "-"
        }
    }

    /// Without the host.
    var shortAuthor: String {
        let name = author.prefix { $0 != "@" }
        return name.isEmpty ? author : String(name)
    }
}
