/// Gives way to the server's other clients: round trips go in, the share of full speed comes out.
///
/// A round trip of more than twice the normal one, and above what is noise, halves the speed; each
/// normal one raises it again. What is normal was measured before the work (`begin`), or is the median
/// of the last minute. A value without a clock, for sweeps, plans and purges alike.
package struct LatencyGovernor: Sendable, Hashable {
    package struct Rule: Sendable, Hashable {
        /// Seconds above the normal round trip that slowing down would not win back.
        package var noise: Double
        /// The least share of full speed.
        package var least: Double
        /// By how much a normal round trip raises the speed.
        package var recovery: Double

        /// For reading all keys: polls show how the server is doing, about once a second.
        package static let sweep = Rule(noise: 0.002, least: 1.0 / 16, recovery: 1.1)
        /// For plans and purges: PINGs between their commands show it, a hundred a second.
        package static let purge = Rule(noise: 0.0005, least: 1.0 / 32, recovery: 2)
    }

    /// A change of speed, for the log.
    package struct Decision: Sendable, Hashable {
        package var isSlower: Bool
        package var share: Double
        package var roundTrip: Double
        package var normal: Double

        package init(isSlower: Bool, share: Double, roundTrip: Double, normal: Double) {
            self.isSlower = isSlower
            self.share = share
            self.roundTrip = roundTrip
            self.normal = normal
        }
    }

    /// How long a round trip counts for what is normal.
    static let span = 60.0
    private static let fewest = 5
    private static let most = 600

    package let rule: Rule
    /// Of full speed, at most 1.
    package private(set) var share = 1.0
    private var measuredBefore: Double?
    private var recent: [RoundTrip] = []

    private struct RoundTrip: Sendable, Hashable {
        var at: Double
        var seconds: Double
    }

    package init(_ rule: Rule) { self.rule = rule }

    package var isGivingWay: Bool { share < 1 }

    /// The round trip that counts as normal, in seconds; nil: not known yet.
    package var normal: Double? {
        measuredBefore ?? (recent.count >= Self.fewest ? Self.median(recent.map(\.seconds)) : nil)
    }

    /// - Parameter roundTrips: of commands before the work began, in seconds.
    package mutating func begin(_ roundTrips: [Double]) {
        measuredBefore = roundTrips.isEmpty ? nil : Self.median(roundTrips)
    }

    /// Takes a round trip in, and returns what it changes; nil: nothing.
    @discardableResult
    package mutating func note(_ seconds: Double, at now: Double) -> Decision? {
        recent.removeAll { now - $0.at > Self.span }
        defer {
            if recent.count < Self.most { recent.append(RoundTrip(at: now, seconds: seconds)) }
        }
        guard let normal else { return nil }
        let before = share
        let isSlow = seconds > 2 * normal && seconds > normal + rule.noise
        share = isSlow ? max(rule.least, share / 2) : min(1, share * rule.recovery)
        guard share != before else { return nil }
        return Decision(isSlower: isSlow, share: share, roundTrip: seconds, normal: normal)
    }

    /// How long to wait after a piece of work that may take `seconds` at full speed and took `spent`.
    package func pause(_ seconds: Double, spent: Double = 0) -> Double {
        max(0, seconds / share - spent)
    }

    private static func median(_ seconds: [Double]) -> Double {
        let sorted = seconds.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }
}
