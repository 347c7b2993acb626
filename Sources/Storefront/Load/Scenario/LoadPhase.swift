/// A stretch of the load: how many shoppers come in a second, constantly or growing (falling) evenly.
struct LoadPhase: Sendable, Hashable {
    var name: String?
    /// Infinite: until stopped; then the rate is constant.
    var seconds: Double
    /// New shoppers in a second, at its beginning and at its end.
    var startRate: Double
    var endRate: Double

    init(name: String? = nil, seconds: Double, rate: Double, rampTo: Double? = nil) {
        self.name = name
        self.seconds = seconds
        startRate = rate
        endRate = rampTo ?? rate
    }

    private var slope: Double { seconds.isFinite ? (endRate - startRate) / seconds : 0 }

    private func rate(at time: Double) -> Double { startRate + slope * time }

    /// How many are expected from `time` to the end.
    func expected(from time: Double = 0) -> Double {
        seconds.isFinite ? (rate(at: time) + endRate) / 2 * (seconds - time) : .infinity
    }

    /// When `count` more are expected to have come after `time`; nil: the phase is over before.
    ///
    /// The root of rate·x + slope/2·x² = count, in the form that loses no digits.
    func time(after time: Double, expecting count: Double) -> Double? {
        let rate = max(rate(at: time), 0)
        let discriminant = rate * rate + 2 * slope * count
        guard discriminant >= 0 else { return nil }
        let divisor = rate + discriminant.squareRoot()
        guard divisor > 0 else { return nil }
        let next = time + 2 * count / divisor
        return next < seconds ? next : nil
    }
}
