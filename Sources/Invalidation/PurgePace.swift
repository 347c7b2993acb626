/// How fast a purge removes keys: in batches, with a pause after each that keeps the server's
/// latency near what it was.
///
/// Before the first batch five PINGs give the median that is called normal. After each batch one
/// PING is timed: above twice the normal (and 1 ms more, which is noise on a fast link) the pause
/// doubles, up to half a second; else it halves, down to one millisecond.
package struct PurgePace: Sendable, Hashable {
    package static let standardBatch = 500
    static let shortest = 0.001
    static let longest = 0.5
    package static let samples = 5
    package static let reportSeconds = 10.0

    /// Keys in one UNLINK.
    package var batch: Int
    /// How often a long purge reports its progress to the other dashboards.
    package let reportSeconds: Double
    package private(set) var pauseSeconds = Self.shortest
    package private(set) var normalSeconds: Double?
    package private(set) var lastSeconds: Double?

    package init(batch: Int = Self.standardBatch) {
        self.init(batch: batch, reportSeconds: Self.reportSeconds)
    }

    package init(batch: Int, reportSeconds: Double) {
        self.batch = max(1, batch)
        self.reportSeconds = reportSeconds
    }

    /// - Parameter roundTrips: of PINGs before anything was removed.
    package mutating func begin(_ roundTrips: [Double]) {
        let sorted = roundTrips.sorted()
        normalSeconds = sorted.isEmpty ? nil : sorted[sorted.count / 2]
    }

    /// - Parameter roundTrip: of the PING after a batch.
    package mutating func note(_ roundTrip: Double) {
        lastSeconds = roundTrip
        guard let normalSeconds else { return }
        if roundTrip > 2 * normalSeconds, roundTrip > normalSeconds + 0.001 {
            pauseSeconds = min(Self.longest, pauseSeconds * 2)
        } else {
            pauseSeconds = max(Self.shortest, pauseSeconds / 2)
        }
    }
}
