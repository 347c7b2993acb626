/// How many keys go without an announcement in the usual course of things, as by logouts: a mean and its
/// variance per second over about five minutes. Where more keys come than go, none is taken to go.
struct UsualLoss: Sendable {
    private static let memory = 300.0
    /// Stretches of which the median is learned before anything is called unusual.
    private static let first = 3

    private var early: [(rate: Double, seconds: Double)] = []
    private var mean = 0.0
    private var variance = 0.0
    private var observed = 0.0

    /// Enough was seen to tell the unusual.
    var isKnown: Bool { observed > 0 }

    mutating func learn(_ keys: Double, seconds: Double) {
        guard seconds > 0, keys.isFinite else { return }
        let keys = max(0, keys)
        guard isKnown else {
            early.append((keys / seconds, seconds))
            guard early.count >= Self.first else { return }
            let sorted = early.sorted { $0.rate < $1.rate }
            mean = sorted[sorted.count / 2].rate
            observed = early.reduce(0) { $0 + $1.seconds }
            early = []
            return
        }
        observed = min(observed + seconds, Self.memory)
        let weight = min(1, seconds / observed)
        let difference = keys / seconds - mean
        mean += weight * difference
        variance = (1 - weight) * (variance + weight * difference * difference * seconds)
    }

    /// Keys above which a stretch of time is unusual: 50, what is usual three times over, its noise, and 15
    /// a second of a longer stretch, in which a morning's logouts may begin.
    func limit(seconds: Double) -> Double {
        50 + 15 * max(0, seconds - 1) + 3 * mean * seconds
            + 6 * (variance * max(0, seconds)).squareRoot()
    }

    /// Keys above which a stretch belongs to something unusual that is under way.
    func level(seconds: Double) -> Double {
        max(5, mean * seconds + 3 * (variance * max(0, seconds)).squareRoot())
    }
}
