package import Metrics
import Screen

// The keys that look back in time.

extension State {
    mutating func move(_ command: Command, _ key: KeyPress) {
        switch command {
        case .step: stepInTime(by: key == "[" ? -1 : 1)
        case .leap: stepInTime(by: key == "{" ? -10 : 10)
        default: view(nil)
        }
    }

    /// - Parameter count: frames; negative: back. Behind the newest one is the present.
    mutating func step(by count: Int) {
        guard count < 0 || viewing != nil else {
            say("This is now; [ looks back.")
            return
        }
        var moment = viewing
        for _ in 0..<abs(count) {
            let at = moment?.at ?? present.takenAt
            let next = count < 0 ? past.moment(before: at) : past.moment(after: at)
            guard let next else {
                if count > 0 { moment = nil }
                break
            }
            moment = next.at < present.takenAt ? next : nil
            if moment == nil { break }
        }
        if count < 0, moment == viewing { return sayNothingIsEarlier() }
        let wasKnown = viewing?.isReadBack != true
        view(moment)
        guard let moment, moment.isReadBack, wasKnown, !isReplay else { return }
        say(
            "cachetop was not running then: the event stream has the hit rates of that time and nothing else. "
                + "] goes on, 0 returns to now.")
    }

    private mutating func sayNothingIsEarlier() {
        guard let oldest = past.oldest else {
            say(
                "Nothing is recorded yet: [ goes back as soon as cachetop has watched for a second."
            )
            return
        }
        say("Nothing is known of the time before \(time(oldest)). ] goes on, 0 returns to now.")
    }

    /// From the first recorded moment to the present.
    package var recorded: ClosedRange<Timestamp>? {
        past.oldest.map { min($0, present.takenAt)...present.takenAt }
    }

    /// Shows what was recorded at a moment, or held then. False: nothing was.
    package mutating func view(at moment: Timestamp) -> Bool {
        guard let found = past.moment(holdingAt: moment) else { return false }
        view(found.at < present.takenAt ? found : nil)
        return true
    }
}
