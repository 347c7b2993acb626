import Console
import Metrics

/// A moment as it is typed.
enum MomentText {
    /// - Parameter end: what a time of day, in UTC, is the last one before, and what `-10m` is counted from.
    static func moment(_ text: String, before end: Timestamp) -> Timestamp? {
        if text.hasPrefix("-") {
            return TimeText.seconds(String(text.dropFirst())).map { end.adding(seconds: -$0) }
        }
        if text.contains("T") {
            let isWhole = text.contains(".") || !text.hasSuffix("Z")
            return Timestamp(rfc3339: isWhole ? text : text.dropLast() + ".000Z")
        }
        guard let ofDay = secondsOfDay(text) else { return nil }
        let day = Int64(86_400_000)
        let midnight = end.milliseconds - (end.milliseconds % day + day) % day
        let today = Timestamp(milliseconds: midnight + ofDay * 1000)
        return today <= end ? today : today.adding(seconds: -86_400)
    }

    /// `03:07` or `03:07:12`.
    private static func secondsOfDay(_ text: String) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let limits: [Int64] = [24, 60, 60]
        guard (2...3).contains(parts.count) else { return nil }
        var seconds: Int64 = 0
        for (index, limit) in limits.enumerated() {
            guard index < parts.count else { return seconds * 60 }
            guard parts[index].count == 2, let value = Int64(parts[index]), value >= 0,
                value < limit
            else { return nil }
            seconds = seconds * 60 + value
        }
        return seconds
    }
}
