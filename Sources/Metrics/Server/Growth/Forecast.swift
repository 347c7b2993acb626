/// When memory is full at its growth, and for how long that has to be known for it to be said.
struct Forecast: Sendable, Hashable {
    /// How many times the observed time a forecast may reach: half a minute says nothing of an hour.
    static let reach = 30.0
    /// Growth is measured over this much at most.
    static let longestSeconds = 300.0

    /// 0: it is full.
    let secondsLeft: Double

    init(used: Double, limit: Double, perSecond: Double) {
        secondsLeft = limit > used ? (limit - used) / perSecond : 0
    }

    /// For how long growth has to be known for it.
    var needsSeconds: Double { secondsLeft / Self.reach }

    /// The same where it is worth waiting for; nil: growth is known for that long, or never will be.
    /// - Parameter slows: where it ends is to be said, which needs a while as well.
    func needsSeconds(afterKnown known: Double, slows: Bool = false) -> Double? {
        let needed = slows ? max(needsSeconds, Levelling.leastSeconds) : needsSeconds
        return known < needed && isWithin(Self.longestSeconds) ? needed : nil
    }

    func isWithin(_ seconds: Double) -> Bool { needsSeconds <= seconds }
}
