import Metrics
import Screen

// Moments that may lie a day back.

extension State {
    /// `14:03:22`; of another day how many days ago: `-1d14:03`, `-12d 14h`.
    func shortTime(_ moment: Timestamp) -> String {
        guard date(moment) != date(viewedAt) else { return time(moment) }
        let days = dayNumber(viewedAt) - dayNumber(moment)
        let lead = days >= 0 ? "-\(days)d" : "+\(-days)d"
        return lead.count > 3
            ? "\(lead) \(time(moment).prefix(2))h" : lead + time(moment).prefix(5)
    }

    private func dayNumber(_ moment: Timestamp) -> Int64 {
        moment.adding(seconds: Double(setting.utcOffsetSeconds)).milliseconds / 86_400_000
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
