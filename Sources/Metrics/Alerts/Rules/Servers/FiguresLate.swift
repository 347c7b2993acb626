/// The figures are older than they should be: a poll takes longer than the interval and the round trip.
///
/// Not among the snapshot's alerts, which are derived from a poll that has come: the screen asks between
/// two polls.
package struct FiguresLate: Sendable {
    /// Beyond the interval, for the round trip.
    static let slack = 1.5

    package var ageSeconds: Double
    package var intervalSeconds: Double

    package init(ageSeconds: Double, intervalSeconds: Double) {
        self.ageSeconds = ageSeconds
        self.intervalSeconds = intervalSeconds
    }

    package var alert: Alert? {
        let threshold = intervalSeconds + Self.slack
        guard ageSeconds > threshold else { return nil }
        return Alert(
            rule: "figuresLate", severity: .warning, value: ageSeconds, threshold: threshold,
            message: "late, \(Format.span(ageSeconds)) old")
    }
}
