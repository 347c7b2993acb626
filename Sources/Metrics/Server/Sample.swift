/// What one poll of the server saw, raw. Every part may be missing: a managed service that
/// refuses INFO still has counters.
package struct Sample: Sendable {
    /// The server's clock at the poll.
    package var at: Timestamp
    /// Seconds on a monotonic clock of cachetop's own, to divide by.
    package var monotonicSeconds: Double
    package var info: InfoReply?
    /// Look-ups that cachetop itself had caused by then, as the server counts them.
    package var ownLookups: HitCounts
    /// In the order of the policy's counters; nil when they could not be read.
    package var counters: [CounterReading]?
    /// By the listener's name; nil when they could not be read.
    package var listeners: [[UInt8]: ListenerReading]?
    package var roundTripSeconds: Double?
    /// Calls that look keys up without reading them; nil unless commandstats were asked for and answered.
    package var readerCalls: ReaderCalls?
    /// Of the database whose keys are watched.
    package var database = 0
    /// With them calls of the commands that remove many keys.
    package var commandCalls: CommandCalls?
    /// What was asked for in this poll in vain, and why.
    package var problems: [Source: SourceProblem]

    package init(
        at: Timestamp, monotonicSeconds: Double, info: InfoReply? = nil,
        ownLookups: HitCounts = HitCounts(), counters: [CounterReading]? = nil,
        listeners: [[UInt8]: ListenerReading]? = nil,
        roundTripSeconds: Double? = nil, readerCalls: ReaderCalls? = nil,
        problems: [Source: SourceProblem] = [:]
    ) {
        self.at = at
        self.monotonicSeconds = monotonicSeconds
        self.info = info
        self.ownLookups = ownLookups
        self.counters = counters
        self.listeners = listeners
        self.roundTripSeconds = roundTripSeconds
        self.readerCalls = readerCalls
        self.problems = problems
    }
}
