/// When alerts began and ended. One that was there from the start did not begin then; one that comes back
/// within ten seconds has not ended. What has an entry of its own kind is left out.
struct AlertLog: Sendable {
    private static let leastSeconds = 3.0
    private static let pause = 10.0
    /// Their happenings are `evictions`, `gap` and the invalidations themselves.
    private static let others: Set = [
        "evictions", "eventsLost", "streamRestarted", "linesDropped", "hitRateDropped",
    ]

    private struct Identity: Hashable {
        var rule: String
        var subject: String?
    }

    private struct Course {
        var alert: Alert
        var began: Timestamp
        var held: Timestamp
        var isFromStart: Bool
    }

    private var courses: [Identity: Course] = [:]

    static func isKept(_ alert: Alert) -> Bool {
        alert.severity != .info && !others.contains(alert.rule)
    }

    /// - Parameter isStarting: not all has been looked at so far: what holds may have held before.
    mutating func note(
        _ alerts: [Alert], at now: Timestamp, isStarting: Bool
    ) -> [TimelineEntry] {
        var entries: [TimelineEntry] = []
        for alert in alerts where Self.isKept(alert) {
            let identity = Identity(rule: alert.rule, subject: alert.subject)
            var course =
                courses[identity]
                ?? Course(alert: alert, began: now, held: now, isFromStart: isStarting)
            (course.alert, course.held) = (alert, now)
            courses[identity] = course
            if !course.isFromStart, now.seconds(since: course.began) >= Self.leastSeconds {
                entries.append(Self.entry(alert, at: course.began))
            }
        }
        for (identity, course) in courses
        where course.held < now && now.seconds(since: course.held) >= Self.pause {
            courses[identity] = nil
            guard course.held.seconds(since: course.began) >= Self.leastSeconds else { continue }
            entries.append(Self.entry(course.alert, at: course.began, until: course.held))
        }
        return entries
    }

    static func entry(
        _ alert: Alert, at moment: Timestamp, until end: Timestamp? = nil
    ) -> TimelineEntry {
        let subject = alert.subject.map { "\(alert.rule) \($0)" } ?? alert.rule
        var entry = TimelineEntry(
            at: moment, until: end, kind: .alert, subject: subject, message: alert.message)
        entry.severity = alert.severity
        return entry
    }
}
