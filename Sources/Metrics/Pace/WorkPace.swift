/// How much to ask of the server in the next command, and how long to rest after it.
///
/// Redis carries out one command after the other, so a command of ours makes others wait as long as it
/// takes. Its time per item is measured (round trip less that of a PING); while others use the server, a
/// command may take no longer than half a usual round trip, or 30 µs where that is more, and the work has a
/// quarter of the server's time. `LatencyGovernor` adds rests when PINGs answer slower than before the work; when they
/// still do while the work hardly takes any time, it is not the work that slows them. A value without a
/// clock, for plans, purges and verification alike.
package struct WorkPace: Sendable, Hashable {
    /// Others' commands per second up to which nobody is taken to wait.
    package static let quietPerSecond = 50.0
    /// Shorter rests are added up: a timer is no finer.
    static let shortestRest = 0.001
    static let longestRest = 0.5
    /// The longest command while giving way, in seconds, where round trips are shorter still: one in a hundred
    /// takes that much longer by itself, and with smaller commands more time goes into commands than into items.
    static let nearSlice = 0.00003
    /// The longest command while giving way, in seconds: round trips from far away say little about what
    /// clients near the server are used to.
    static let longestSlice = 0.0001
    /// A command may be longer when so few of others' commands meet it that their p99 does not.
    static let rareShare = 0.01
    /// Of full speed: so little can't be what makes PINGs slow.
    static let hardlyAny = 1.0 / 8
    /// Of the shortest round trip: what is longer is no part of the way there and back. From far away round
    /// trips differ by less.
    static let jitter = 1.1
    /// So many PINGs in a row say that what is usual has changed.
    static let inRow = 5
    /// Items of the first command, whose time is not known, and the fewest of any: with fewer, what a
    /// command costs by itself would seem to be the items' cost, and make the next one smaller still.
    package static let firstCount = 16
    private static let remembered = 15

    package let pace: Pace
    private var governor = LatencyGovernor(.purge)
    /// The shortest PING since what is usual was measured: other processes only ever make one longer.
    private var shortest: Double?
    /// What others ask of the server; nil: not known, which counts as busy.
    private var othersPerSecond: Double?
    /// Of the last commands, seconds of the server's time per item.
    private var costs: [Double] = []
    private var lastCount = 0
    /// Rests that were too short to be kept one by one.
    private var owed = 0.0
    /// PINGs in a row that were slow without the work's fault, or much quicker than usual.
    private var unusual: [Double] = []
    /// The last PING's round trip.
    package private(set) var lastSeconds: Double?

    package init(_ pace: Pace) { self.pace = pace }

    /// PING's round trip before the work; nil: not measured.
    package var normalSeconds: Double? { governor.normal }

    /// Whether it leaves time to others now.
    package var givesWay: Bool {
        switch pace {
        case .full: false
        case .gentle: true
        case .normal: (othersPerSecond ?? .infinity) > Self.quietPerSecond
        }
    }

    // MARK: What is measured

    /// - Parameter roundTrips: of PINGs before the work, in seconds.
    package mutating func begin(_ roundTrips: [Double]) {
        governor.begin(roundTrips)
        shortest = roundTrips.min()
    }

    /// - Parameter perSecond: commands of others; nil: the server does not say.
    package mutating func noteOthers(perSecond: Double?) { othersPerSecond = perSecond }

    /// Takes in a PING.
    @discardableResult
    package mutating func note(_ roundTrip: Double, at now: Double) -> LatencyGovernor.Decision? {
        lastSeconds = roundTrip
        shortest = shortest.map { min($0, roundTrip) }
        let share = governor.share
        let decision = governor.note(roundTrip, at: now)
        noteUnusual(
            roundTrip,
            isSlow: governor.share < share || governor.share == LatencyGovernor.Rule.purge.least)
        return decision
    }

    private mutating func noteUnusual(_ roundTrip: Double, isSlow: Bool) {
        guard let normal = normalSeconds else { return }
        let isAmbient = isSlow && governor.share <= Self.hardlyAny
        guard isAmbient || roundTrip < normal / 2 else { return unusual = [] }
        unusual.append(roundTrip)
        guard unusual.count >= Self.inRow else { return }
        begin(unusual)
        unusual = []
    }

    /// Takes in a command of the work.
    package mutating func note(items: Int, seconds: Double) {
        guard seconds.isFinite else { return }
        lastCount = max(1, items)
        if costs.count >= Self.remembered { costs.removeFirst() }
        costs.append(max(0, seconds - way) / Double(lastCount))
        // The round trip is a part of the time, of which the server worked a part only.
        let rest = max(0, cost * Double(lastCount) / duty - seconds)
        owed = min(Self.longestRest, owed + rest)
    }

    /// The next command is of another kind: what its items take is not known.
    package mutating func turnToOtherWork() {
        costs = []
        lastCount = 0
    }

    // MARK: What follows

    /// How many items the next command should have.
    package func count(upTo most: Int) -> Int {
        guard givesWay else { return max(1, most) }
        let fewest = max(1, min(most, Self.firstCount))
        guard !costs.isEmpty else { return fewest }
        let fitting = cost > 0 ? min(slice / cost, Double(most)) : Double(most)
        // A measurement that is off by much makes one command twice as long, not a hundred times.
        return max(fewest, min(most, Int(fitting), max(1, lastCount) * 2))
    }

    /// What is to be rested before the next command; 0: nothing yet.
    package var restSeconds: Double { owed >= Self.shortestRest ? owed : 0 }

    /// - Parameter seconds: how long the rest was in the end.
    package mutating func rested(_ seconds: Double) { owed = max(0, owed - seconds) }

    /// It goes slower than it could because the server answers slower than before.
    package var isSlowed: Bool { givesWay && governor.isGivingWay }

    /// What a round trip takes by itself, in seconds: the usual one, unless the PINGs before the work were slow.
    private var way: Double {
        guard let normal = normalSeconds else { return 0 }
        return shortest.map { min(normal, $0 * Self.jitter) } ?? normal
    }

    /// Seconds of the server's time for one command, while giving way.
    private var slice: Double {
        let normal = normalSeconds ?? 0
        let usual = min(max((shortest ?? normal) / 2, Self.nearSlice), Self.longestSlice)
        return max(usual, normal * Self.rareShare) * (pace == .gentle ? 0.5 : 1)
    }

    /// The share of the server's time that the work may take at most.
    private var duty: Double {
        guard givesWay else { return 1 }
        return (pace == .gentle ? 0.1 : 0.25) * governor.share
    }

    /// Of an item, in seconds of the server's time; 0: not known. Other processes only ever make a round trip
    /// longer, so the shorter ones come nearer to it: the lower quartile.
    private var cost: Double {
        costs.isEmpty ? 0 : costs.sorted()[costs.count / 4]
    }
}
