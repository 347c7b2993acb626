import Metrics
import Screen

/// How far back a resource's chart reaches.
package enum ChartStretch: Int, Sendable, Hashable, CaseIterable {
    case hour = 1
    case sixHours = 6
    case day = 24

    var seconds: Int { rawValue * 3600 }
    var name: String { "\(rawValue)h" }
}

extension State {
    /// Steps through time: in a resource's chart by its columns, else by what is recorded.
    mutating func stepInTime(by count: Int) {
        guard case .resource = view else { return step(by: count) }
        guard count < 0 || viewing != nil else {
            say("This is now; [ looks back.")
            return
        }
        let column = Double(chartStretch.seconds) / Double(max(1, ResourceView.chartColumns(size)))
        let target = (viewing?.at ?? newest).adding(seconds: column * Double(count))
        if target >= newest { return view(nil) }
        let moment =
            count < 0
            ? moment(before: target.adding(seconds: 0.001)) : moment(after: target)
        guard let moment else {
            if count < 0 { say("Nothing earlier is recorded.", .warning) } else { view(nil) }
            return
        }
        view(moment)
    }

    /// The moment up to which is recorded: where charts end.
    var newest: Timestamp { present.takenAt }

    func moment(before moment: Timestamp) -> PastMoment? { past.moment(before: moment) }
    func moment(after moment: Timestamp) -> PastMoment? {
        past.moment(after: moment).flatMap { $0.at < present.takenAt ? $0 : nil }
    }

    /// What was recorded of a number up to now, also while an earlier moment is shown.
    func seriesUpToNow(of measure: Measure, seconds: Int, count: Int) -> Series {
        past.series(measure, endingAt: present.takenAt, seconds: seconds, count: count)
    }
}
