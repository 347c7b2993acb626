/// Another run of the server, another server, another role: what was there before may be gone.
struct RestartDetector: Sendable {
    /// By how many seconds the age of a server may differ from the time between two polls.
    private static let tolerance = 3.0

    private var last: ServerPoll?

    mutating func observe(_ poll: ServerPoll) -> TimelineEntry? {
        defer { last = poll }
        guard let last else { return nil }
        let passed = max(0, poll.at.seconds(since: last.at))
        let age = poll.uptimeSeconds.map { Double($0) }
        if let new = poll.runID, let old = last.runID {
            if new != old {
                guard let age, age <= passed + Self.tolerance else {
                    return otherServer(at: poll.at, age: age)
                }
                return restart(poll, age: age, passed: passed)
            }
        } else if let age, let before = last.uptimeSeconds, age < Double(before) {
            return restart(poll, age: age, passed: passed)
        }
        if let new = poll.role, let old = last.role, new != old {
            var entry = TimelineEntry(
                at: poll.at, kind: .failover,
                message: "This server is a \(new.rawValue) now; it was a \(old.rawValue).")
            (entry.from, entry.to) = (old.rawValue, new.rawValue)
            return entry
        }
        if let new = poll.primary, let old = last.primary, new != old {
            var entry = TimelineEntry(
                at: poll.at, kind: .failover,
                message: "This replica follows \(new) now; it followed \(old).")
            (entry.from, entry.to) = (old, new)
            return entry
        }
        return nil
    }

    private func restart(_ poll: ServerPoll, age: Double, passed: Double) -> TimelineEntry {
        var entry = TimelineEntry(
            at: poll.at.adding(seconds: -min(age, passed)), kind: .restart,
            message: "Redis was restarted.")
        if let keys = poll.keys {
            entry.to = "\(keys)"
            entry.message = "Redis was restarted, and came back with \(Format.keys(keys))."
        }
        entry.from = last?.keys.map { "\($0)" }
        return entry
    }

    private func otherServer(at moment: Timestamp, age: Double?) -> TimelineEntry {
        let since = age.map { ", up for \(Format.span($0))" } ?? ""
        return TimelineEntry(
            at: moment, kind: .failover,
            message: "Another server answers under this address\(since).")
    }
}
