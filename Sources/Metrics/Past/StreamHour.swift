/// Look-ups of the hour before the start, as the event stream still had them: counts for each second.
///
/// Read from the newest entry backwards, so it is sent several times, each time with more. It takes less
/// than a megabyte for 12 resources, and only until it is read.
package struct StreamHour: Sendable {
    package static let seconds = 3600
    /// A moment is known every second for so long, and every ten seconds before.
    private static let fineSeconds = 600
    /// The longest window of a snapshot.
    private static let longestWindow = Window.lengths.max() ?? 0

    /// Buckets of a second, each with what happened in it and at its end.
    package var buckets: TimeBuckets
    /// All look-ups later than `from` and not later than `end` are in.
    package var from: Timestamp
    package var end: Timestamp
    /// There is no more to come.
    package var isOver: Bool
    /// Why it ended early; nil: it did not, or what is missing was not in the stream any more.
    package var problem: SourceProblem?

    package init(
        buckets: TimeBuckets, from: Timestamp, end: Timestamp, isOver: Bool,
        problem: SourceProblem? = nil
    ) {
        self.buckets = buckets
        self.from = from
        self.end = end
        self.isOver = isOver
        self.problem = problem
    }

    static func buckets(slots: Int) -> TimeBuckets {
        TimeBuckets(slots: slots, width: 1000, horizon: seconds + 2)
    }
}

extension StreamHour {
    /// The first whole second of which all that follows is known.
    private var firstSecond: Int64 { buckets.index(of: from) }

    /// The moments that are known before another one, newest first: those whose windows are whole, and
    /// where no more will come also those that have a part of them.
    func moments(before moment: Timestamp) -> [Timestamp] {
        let newest = min(buckets.index(of: moment) - 1, end.milliseconds / 1000)
        let oldest = firstSecond + (isOver ? 1 : Int64(Self.longestWindow))
        guard oldest <= newest else { return [] }
        return (oldest...newest).reversed().filter {
            end.milliseconds / 1000 - $0 < Int64(Self.fineSeconds) || $0 % 10 == 9
        }.map { Timestamp(milliseconds: $0 * 1000) }
    }

    /// - Parameter base: with all names and no number.
    func snapshot(at moment: Timestamp, named base: Snapshot) -> Snapshot? {
        let second = moment.milliseconds / 1000
        let count = base.resources.count
        guard buckets.slots == count + 1 else { return nil }
        var snapshot = base
        snapshot.takenAt = moment
        var all = Window.lengths.map { _ in HitCounts() }
        for slot in 0...count {
            let counts = Window.lengths.map { sum(slot, endingAt: second, seconds: $0) }
            for index in all.indices { all[index] += counts[index] }
            let windows = windows(counts, endingAt: second)
            guard slot < count else {
                snapshot.unclassified.windows = windows
                continue
            }
            snapshot.resources[slot].windows = windows
            snapshot.resources[slot].minute = (0..<60).map {
                sum(slot, endingAt: second - 59 + $0, seconds: 1).hitRate
            }
        }
        snapshot.total.windows = windows(all, endingAt: second)
        snapshot.total.minute = (0..<60).map { index in
            (0...count).reduce(into: HitCounts()) {
                $0 += sum($1, endingAt: second - 59 + index, seconds: 1)
            }.hitRate
        }
        return snapshot
    }

    private func sum(_ slot: Int, endingAt second: Int64, seconds: Int) -> HitCounts {
        let known = min(Int64(seconds), second - firstSecond)
        guard known > 0 else { return HitCounts() }
        return buckets.sum(slot: slot, endingAt: second, seconds: Int(known))
    }

    private func windows(_ counts: [HitCounts], endingAt second: Int64) -> [Window] {
        zip(Window.lengths, counts).map { seconds, counts in
            Window(
                seconds: seconds,
                coveredSeconds: Double(min(Int64(seconds), second - firstSecond)), counts: counts)
        }
    }
}
