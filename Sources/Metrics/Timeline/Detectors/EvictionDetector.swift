/// Stretches in which Redis evicts keys, from 10 keys on. A minute without an eviction ends one; a cache
/// that always evicts has one line that lasts.
struct EvictionDetector: Sendable {
    private static let least: UInt64 = 10
    private static let pause = 60.0

    private struct Storm {
        var begin: Timestamp
        var newest: Timestamp
        var keys: UInt64
        /// It was under way at the first poll.
        var isOld: Bool
    }

    private var last: ServerPoll?
    private var polls = 0
    private var storm: Storm?

    /// The storm that is under way or has just ended, from its beginning on.
    mutating func observe(_ poll: ServerPoll) -> TimelineEntry? {
        defer { last = poll }
        guard let last, poll.isSameRun(as: last), let new = poll.evicted, let old = last.evicted,
            new >= old
        else { return end(at: poll.at) }
        polls = min(polls + 1, 1000)
        guard new > old else {
            guard let storm, poll.at.seconds(since: storm.newest) >= Self.pause else { return nil }
            return end(at: storm.newest)
        }
        var current =
            storm ?? Storm(begin: last.at, newest: poll.at, keys: 0, isOld: polls == 1)
        current.newest = poll.at
        current.keys = saturatingSum(current.keys, new - old)
        storm = current
        return Self.entry(current, until: nil)
    }

    private mutating func end(at moment: Timestamp) -> TimelineEntry? {
        defer { storm = nil }
        return storm.flatMap { Self.entry($0, until: max(moment, $0.newest)) }
    }

    private static func entry(_ storm: Storm, until: Timestamp?) -> TimelineEntry? {
        guard storm.keys >= least else { return nil }
        var entry = TimelineEntry(
            at: storm.begin, until: until, kind: .evictions,
            message: "Redis evicted keys before their time, since memory is full. Raise maxmemory, "
                + "or keep copies for a shorter time."
                + (storm.isOld ? " It did so already when cachetop began to watch." : ""))
        entry.keys = storm.keys
        return entry
    }
}
