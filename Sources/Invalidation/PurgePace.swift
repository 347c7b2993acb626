package import Metrics

/// How fast a purge removes keys: in batches, with a pause after each that keeps the server's latency near
/// what it was.
///
/// Before the first batch five PINGs give the median that is called normal. After each batch one PING is
/// timed, and the governor makes the pause longer or shorter: between a millisecond and half a second.
package struct PurgePace: Sendable, Hashable {
    package static let standardBatch = 500
    package static let shortest = 0.001
    package static let longest = 0.5
    package static let reportSeconds = 10.0
    static let samples = 5

    /// Keys in one UNLINK.
    package let batch: Int
    /// How often a long purge reports its progress to the other dashboards.
    package let reportSeconds: Double
    private var governor = LatencyGovernor(.purge)
    /// PING's round trip after the last batch.
    package private(set) var lastSeconds: Double?

    package init(
        batch: Int = Self.standardBatch, reportSeconds: Double = Self.reportSeconds
    ) {
        self.batch = max(1, batch)
        self.reportSeconds = reportSeconds
    }

    package var normalSeconds: Double? { governor.normal }

    package var pauseSeconds: Double { min(Self.longest, governor.pause(Self.shortest)) }

    /// - Parameter roundTrips: of PINGs before anything was removed, in seconds.
    package mutating func begin(_ roundTrips: [Double]) { governor.begin(roundTrips) }

    /// - Parameters:
    ///   - roundTrip: of the PING after a batch, in seconds.
    ///   - now: in seconds of a monotonic clock.
    @discardableResult
    package mutating func note(_ roundTrip: Double, at now: Double) -> LatencyGovernor.Decision? {
        lastSeconds = roundTrip
        return governor.note(roundTrip, at: now)
    }
}
