/// Keys that missed several times before one fill: how often in each of the last minutes, and the largest.
struct StampedeLog: Sendable {
    /// Misses of one key before its fill from which on it is told.
    static let least: UInt32 = 3
    static let minutes = 10
    private static let examples = 5

    private struct Minute: Sendable {
        var number = Int64.min
        /// For the sample as a whole.
        var count = 0.0
        var misses = 0.0
    }

    private struct OfResource: Sendable {
        var minutes = Array(repeating: Minute(), count: StampedeLog.minutes)
        var largest: [StampedeFinding.Example] = []
    }

    private var resources: [OfResource]

    init(resources: Int) { self.resources = Array(repeating: OfResource(), count: resources) }

    private static func minute(_ moment: Int64) -> Int64 { moment / 60_000 }

    private static func place(_ minute: Int64) -> Int {
        let rest = Int(minute % Int64(minutes))
        return rest < 0 ? rest + minutes : rest
    }

    /// - Parameters:
    ///   - run: was filled at `moment`.
    ///   - weight: what one of the lineage stands for.
    mutating func note(
        _ run: MissRun, of key: UnsafeBufferPointer<UInt8>, resource: Int, filledAt moment: Int64,
        weight: Double
    ) {
        guard run.count >= Self.least else { return }
        let number = Self.minute(moment)
        let place = Self.place(number)
        if resources[resource].minutes[place].number != number {
            resources[resource].minutes[place] = Minute(number: number)
        }
        resources[resource].minutes[place].count += weight
        resources[resource].minutes[place].misses += Double(run.count) * weight
        keep(
            StampedeFinding.Example(
                key: Array(key.prefix(KeyExamples.longestKey)),
                at: Timestamp(milliseconds: run.first), misses: UInt64(run.count),
                fillSeconds: moment &- run.first >= Insight.lateness
                    ? Double(moment &- run.first) / 1000 : nil),
            of: resource, at: moment)
    }

    private mutating func keep(
        _ example: StampedeFinding.Example, of resource: Int, at moment: Int64
    ) {
        let oldest = Timestamp(milliseconds: moment &- Int64(Self.minutes) * 60_000)
        resources[resource].largest.removeAll {
            $0.at < oldest || $0.key == example.key && $0.misses <= example.misses
        }
        guard !resources[resource].largest.contains(where: { $0.key == example.key }) else {
            return
        }
        resources[resource].largest.append(example)
        resources[resource].largest.sort { $0.misses > $1.misses }
        if resources[resource].largest.count > Self.examples {
            resources[resource].largest.removeLast()
        }
    }

    func finding(_ resource: Int, at moment: Int64) -> StampedeFinding {
        let now = Self.minute(moment)
        let rows = (0..<Int64(Self.minutes)).map { back -> Minute in
            let number = now - Int64(Self.minutes - 1) + back
            let minute = resources[resource].minutes[Self.place(number)]
            return minute.number == number ? minute : Minute()
        }
        return StampedeFinding(
            minutes: rows.map { UInt64(saturating: $0.count) },
            misses: UInt64(saturating: rows.suffix(2).reduce(0) { $0 + $1.misses }),
            largest: resources[resource].largest.filter {
                $0.at.milliseconds >= (now - Int64(Self.minutes)) * 60_000
            })
    }
}
