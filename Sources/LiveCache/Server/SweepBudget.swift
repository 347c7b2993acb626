/// What the polls mean for the sweep: how many keys there are, and whether the server feels it.
///
/// The sweep's budget is halved when a round trip takes more than twice the median of the last
/// minute (and 2 ms more, which no halving would win back), and recovers by a tenth a poll.
struct SweepBudget: Sendable {
    static let span = 60.0

    private var roundTrips: [(at: Double, seconds: Double)] = []
    private(set) var factor = 1.0

    mutating func note(roundTrip seconds: Double, at now: Double) {
        roundTrips.removeAll { now - $0.at > Self.span }
        let sorted = roundTrips.map(\.seconds).sorted()
        if sorted.count >= 5 {
            let median = sorted[sorted.count / 2]
            if seconds > 2 * median, seconds > median + 0.002 {
                factor = max(1.0 / 16, factor / 2)
            } else {
                factor = min(1, factor * 1.1)
            }
        }
        if roundTrips.count < 600 { roundTrips.append((now, seconds)) }
    }
}
