package import Metrics

/// How a purge goes about removing keys: the operator's settings.
package struct PurgePace: Sendable, Hashable {
    package static let standardBatch = 500
    package static let reportSeconds = 10.0

    /// Keys in one UNLINK, at most.
    package let batch: Int
    package let pace: Pace
    /// How often a long purge reports its progress to the other dashboards.
    package let reportSeconds: Double

    package init(
        batch: Int = Self.standardBatch, pace: Pace = .normal,
        reportSeconds: Double = Self.reportSeconds
    ) {
        self.batch = max(1, batch)
        self.pace = pace
        self.reportSeconds = reportSeconds
    }
}
