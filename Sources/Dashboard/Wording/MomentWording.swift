import Metrics
import Screen

// Moments and stretches of time, as the panels say them.

extension State {
    /// Until when the edge is old: `14:06:20`, or `+2d3h` where a time of day would be ambiguous.
    func end(_ moment: Timestamp, secondsLeft: Double) -> String {
        secondsLeft < 43_200 ? time(moment) : "+\(Format.span(secondsLeft))"
    }

    /// Since when something is counted: `since 13:58`, or `of 2d5h`.
    func beginning(_ moment: Timestamp?) -> String {
        guard let moment else { return "since the start" }
        let age = shown.takenAt.seconds(since: moment)
        return age < 86_400 ? "since \(time(moment).prefix(5))" : "of \(Format.span(age))"
    }
}
