/// When shoppers come: a Poisson process whose rate follows the phases, one after the other.
///
/// Between two arrivals so much of the expected number passes as an exponential draw of mean 1 says,
/// whatever the rate does meanwhile: exact for ramps, too, and across phases.
struct Arrivals: Sendable {
    struct Arrival: Sendable, Hashable {
        /// Since the beginning of the first phase.
        let seconds: Double
        let phase: Int
    }

    private let phases: [LoadPhase]
    private var phase = 0
    private var phaseStart = 0.0
    /// Since the beginning of the phase.
    private var elapsed = 0.0

    init(_ phases: [LoadPhase]) { self.phases = phases }

    /// nil: the last phase is over.
    mutating func next(_ shoppers: inout Shoppers) -> Arrival? {
        var left = shoppers.gap(rate: 1)
        while phases.indices.contains(phase) {
            let current = phases[phase]
            if let time = current.time(after: elapsed, expecting: left) {
                elapsed = time
                return Arrival(seconds: phaseStart + time, phase: phase)
            }
            left -= current.expected(from: elapsed)
            phaseStart += current.seconds
            elapsed = 0
            phase += 1
        }
        return nil
    }
}
