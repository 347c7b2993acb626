// The past in a file: written as curves, and read back as moments.

extension Past {
    private static let fineSeconds = 600

    /// What is known of the time before a moment: every second for ten minutes, and every ten seconds before,
    /// from the first step on in which there is a number.
    package func curves(endingAt end: Timestamp, seconds: Int) -> Snapshot.Curves {
        let seconds = max(1, min(seconds, Snapshot.Curves.longestSeconds))
        let fine = min(seconds, Self.fineSeconds)
        let coarse = (seconds - fine + 9) / 10
        let middle = end.adding(seconds: -Double(fine))
        var curves = Snapshot.Curves(
            resolutionSeconds: Array(repeating: 10, count: coarse)
                + Array(repeating: 1, count: fine),
            series: [:])
        for measure in Measure.recorded(resources: base?.resources.map(\.name) ?? []) {
            let values =
                steps(of: measure, endingAt: middle, stepSeconds: 10, count: coarse)
                + steps(of: measure, endingAt: end, stepSeconds: 1, count: fine)
            curves.series[measure.name] = values.map { $0.map(measure.rounded) }
        }
        let first =
            curves.series.values.compactMap { $0.firstIndex { $0 != nil } }.min()
            ?? curves.resolutionSeconds.count
        curves.resolutionSeconds.removeFirst(first)
        for name in curves.series.keys { curves.series[name]?.removeFirst(first) }
        return curves
    }

    private func steps(
        of measure: Measure, endingAt end: Timestamp, stepSeconds: Double, count: Int
    ) -> [Double?] {
        var series = Series(
            end: end, stepSeconds: stepSeconds, values: Array(repeating: nil, count: count))
        fill(&series, with: measure, upTo: end)
        return series.values
    }

    /// The past that a file has: its own moment, and those of its curves.
    package init(replaying snapshot: Snapshot) {
        note(snapshot)
        guard let curves = snapshot.history, let base else { return }
        let moments = CurveMoments(curves: curves, end: snapshot.takenAt, names: base)
        prepend(moments.times.reversed()) { moments.snapshot(at: $0) }
    }
}

extension Measure {
    /// No more digits than are known.
    fileprivate func rounded(_ value: Double) -> Double {
        switch self {
        case .hitRate: (value * 100_000).rounded() / 100_000
        case .missesPerSecond, .lookupsPerSecond, .opsPerSecond: (value * 1000).rounded() / 1000
        default: value.rounded()
        }
    }
}
