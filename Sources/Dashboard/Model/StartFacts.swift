package import Metrics

/// What the dashboard was started with: known before anything is connected.
package struct StartFacts: Sendable, Hashable {
    /// Without password.
    package var endpoint: String
    /// What the header calls the server instead of its endpoint, where that says less.
    package var name: String?
    /// The certificate is not checked: said in the header for as long as it runs.
    package var isInsecure = false
    package var isReadOnly = false
    /// Every invalidation wants its scope typed.
    package var isProduction = false
    package var isASCII = false
    /// The terminal's font has braille dots.
    package var hasBraille = true
    /// Seconds east of UTC, for the times on the screen.
    package var utcOffsetSeconds = 0
    package var intervalSeconds = 1.0
    /// What the line to the terminal carries, if it is slow: frames are fewer, and the clock may stand for seconds.
    package var lineBytesPerSecond: Int?
    /// Keys in one UNLINK of a purge: what is not longer is sent at once, and can't be stopped.
    package var purgeBatch = 500
    /// A sentence for the footer at the start: something is not as it should be.
    package var startNotice: String?
    /// Which alert rules are on, and their numbers.
    package var alerts = AlertSettings()
    /// There is a command that is run for alerts.
    package var passesAlertsOn = false
    /// The terminal's bell rings when an alert begins.
    package var ringsBell = false
    /// What to try first: shown where there is no such sentence.
    package var startHint: String?
    /// What `:incident` can make go wrong; empty outside the demo.
    package var incidents: [Incident] = []
    package var source: String

    package struct Incident: Sendable, Hashable {
        package var name: String
        /// What happens: `a deployment raises version:search`.
        package var what: String

        package init(name: String, what: String) {
            self.name = name
            self.what = what
        }
    }

    package init(endpoint: String, source: String) {
        self.endpoint = endpoint
        self.source = source
    }
}
