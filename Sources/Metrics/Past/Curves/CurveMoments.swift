/// Single moments out of a file's curves: the figures of each step, and windows that are sums of steps.
///
/// The rates of a step are those of ten seconds; so windows add up steps that are ten seconds apart.
struct CurveMoments {
    private static let windowSeconds = 10

    private let curves: Snapshot.Curves
    private let names: Snapshot
    /// The end of each step, oldest first.
    let times: [Timestamp]
    private let steps: [Timestamp: Int]

    /// - Parameter names: a snapshot with all names and no number.
    init(curves: Snapshot.Curves, end: Timestamp, names: Snapshot) {
        self.curves = curves
        self.names = names
        var time = end
        var times: [Timestamp] = []
        for seconds in curves.resolutionSeconds.reversed() {
            times.append(time)
            time = time.adding(seconds: -Double(max(1, seconds)))
        }
        self.times = times.reversed()
        steps = Dictionary(
            zip(self.times, self.times.indices), uniquingKeysWith: { first, _ in first })
    }

    /// nil: no step ends then, or nothing was measured in it.
    func snapshot(at moment: Timestamp) -> Snapshot? {
        guard let step = steps[moment], curves.series.values.contains(where: { $0.has(step) })
        else { return nil }
        var snapshot = names
        snapshot.takenAt = moment
        let total = windows(of: nil, endingAt: moment)
        var rest = total
        for index in snapshot.resources.indices {
            let name = snapshot.resources[index].name
            let own = windows(of: name, endingAt: moment)
            snapshot.resources[index].windows = own.map(\.window)
            for (place, sum) in own.enumerated() { rest[place].subtract(sum) }
            snapshot.resources[index].keys = count(.keys(resource: name), step)
            snapshot.resources[index].bytes = count(.bytes(resource: name), step)
        }
        snapshot.total.windows = total.map(\.window)
        // What is not a resource's.
        snapshot.unclassified.windows = rest.map(\.window)
        snapshot.unclassified.bytes = count(.unclassifiedBytes, step)
        snapshot.memory.usedBytes = count(.usedBytes, step)
        snapshot.memory.maxBytes = count(.maxBytes, step)
        snapshot.server.opsPerSecond = number(.opsPerSecond, step)
        return snapshot
    }

    private struct Sum {
        var seconds: Int
        var covered = 0
        var counts = HitCounts()

        var window: Window {
            Window(
                seconds: seconds, coveredSeconds: covered > 0 ? Double(covered) : nil,
                counts: counts)
        }

        mutating func subtract(_ part: Sum) {
            counts.hits -= min(counts.hits, part.counts.hits)
            counts.misses -= min(counts.misses, part.counts.misses)
        }
    }

    private func windows(of resource: String?, endingAt moment: Timestamp) -> [Sum] {
        Window.lengths.map { seconds in
            var sum = Sum(seconds: seconds)
            for back in stride(from: 0, to: seconds, by: Self.windowSeconds) {
                guard let step = steps[moment.adding(seconds: -Double(back))],
                    let counts = counts(of: resource, step)
                else { continue }
                sum.counts += counts
                sum.covered += Self.windowSeconds
            }
            return sum
        }
    }

    private func counts(of resource: String?, _ step: Int) -> HitCounts? {
        guard let perSecond = number(.lookupsPerSecond(resource: resource), step) else {
            return nil
        }
        let lookups = UInt64(saturating: perSecond * Double(Self.windowSeconds))
        let rate = number(.hitRate(resource: resource), step) ?? 0
        let hits = UInt64(saturating: Double(lookups) * min(max(rate, 0), 1))
        return HitCounts(hits: min(hits, lookups), misses: lookups - min(hits, lookups))
    }

    private func count(_ measure: Measure, _ step: Int) -> UInt64? {
        number(measure, step).map { UInt64(saturating: $0) }
    }

    private func number(_ measure: Measure, _ step: Int) -> Double? {
        curves.series[measure.name].flatMap { $0.indices.contains(step) ? $0[step] : nil }
    }
}

extension [Double?] {
    fileprivate func has(_ index: Int) -> Bool { indices.contains(index) && self[index] != nil }
}
