/// When one counter was raised, by the events: the newest few.
struct BumpTimes: Sendable, Hashable {
    private static let most = 16

    private(set) var moments: [Timestamp] = []

    mutating func add(_ moment: Timestamp) {
        // Two events of one raise.
        if let last = moments.last, moment <= last { return }
        if moments.count >= Self.most { moments.removeFirst() }
        moments.append(moment)
    }
}

extension [Timestamp] {
    /// Changes that say how often something changes, and how far they may lie back.
    private static var enough: Int { 5 }
    private static var recentSeconds: Double { 600 }

    /// Seconds from one to the next, on average; nil with fewer than five in the last ten minutes.
    func spacing(at now: Timestamp) -> Double? {
        let recent = filter { now.seconds(since: $0) <= Self.recentSeconds }
        guard recent.count >= Self.enough, let first = recent.min(), let last = recent.max(),
            last > first
        else { return nil }
        return last.seconds(since: first) / Double(recent.count - 1)
    }
}
