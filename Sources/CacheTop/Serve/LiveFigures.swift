import LiveCache
import Metrics
import RedisClient
import Synchronization

/// What the collectors have found so far, for whoever asks: a history without a screen.
final class LiveFigures: Sendable {
    private struct State {
        var history: History
        var link = LinkState.connecting
        /// The end of the last poll, on the server's clock; nil before the first.
        var lookedAt: Timestamp?
        var snapshot: Snapshot
    }

    private let endpoint: String
    private let intervalSeconds: Double
    private let state: Mutex<State>
    private let passOn: @Sendable ([AlertChange], Timestamp) -> Void

    /// - Parameters:
    ///   - now: on this machine's clock, until the server's is known.
    ///   - passOn: takes the alerts that began or ended with a poll.
    init(
        _ options: LiveCacheOptions, intervalSeconds: Double, now: Timestamp,
        passOn: @escaping @Sendable ([AlertChange], Timestamp) -> Void = { _, _ in }
    ) {
        self.passOn = passOn
        endpoint = options.endpoint.description
        self.intervalSeconds = intervalSeconds
        let history = History(
            grammar: options.grammar, source: options.events.description, alerts: options.alerts)
        let snapshot = history.snapshot(
            at: now, endpoint: endpoint, intervalSeconds: intervalSeconds)
        state = Mutex(State(history: history, snapshot: snapshot))
    }

    /// The command of `--on-alert` was run.
    func observe(_ outcome: AlertCallOutcome) {
        state.withLock { $0.history.observe(outcome) }
    }

    func observe(_ observation: Observation) {
        let changes = state.withLock { take(observation, into: &$0) }
        if let changes, !changes.0.isEmpty { passOn(changes.0, changes.1) }
    }

    /// What began or ended with it; nil: no snapshot was made.
    private func take(
        _ observation: Observation, into state: inout State
    ) -> ([AlertChange], Timestamp)? {
        switch observation {
        case .link(let link):
            state.link = link
            guard case .lost(let why, _) = link else { return nil }
            state.history.interrupt(why: why)
        case .sample(let sample):
            state.lookedAt = sample.at
            state.history.observe(sample)
        default:
            Self.note(observation, in: &state.history)
            return nil
        }
        guard let moment = state.lookedAt else { return nil }
        state.snapshot = state.history.snapshot(
            at: moment, endpoint: endpoint, intervalSeconds: intervalSeconds)
        return (state.history.note(alertsOf: state.snapshot, at: moment), moment)
    }

    /// What is in the figures of the next poll.
    private static func note(_ observation: Observation, in history: inout History) {
        switch observation {
        case .link, .sample, .streamHour: break
        case .events(let report): history.observe(report)
        case .survey(let survey): history.observe(survey)
        case .sweepProblems(let problems): history.observe(sweepProblems: problems)
        case .keyFacts(let facts): history.observe(facts)
        case .inspected(let found): history.observe(found)
        case .searchHealth(let health): history.observe(health)
        case .recorded(let records): for record in records { history.observe(record) }
        case .marked(let marks): history.observe(marks: marks)
        }
    }

    /// The figures of the last poll, and whether Redis answers now.
    var latest: (snapshot: Snapshot, isLive: Bool) {
        state.withLock { ($0.snapshot, $0.link == .live) }
    }
}
