/// How long a condition must hold before its alert begins, and how long it must be absent before the alert
/// ends: what goes up and down at a bound is one alert.
package struct AlertHold: Sendable, Hashable {
    package var beginsAfter: Double
    package var endsAfter: Double

    /// A setting or a state that is so or not so: nothing that hovers.
    static let none = AlertHold(beginsAfter: 0, endsAfter: 0)
    /// What is measured at every poll.
    static let short = AlertHold(beginsAfter: 0, endsAfter: 10)
    /// What is measured by sweeps, or over a minute.
    static let long = AlertHold(beginsAfter: 0, endsAfter: 60)
}
