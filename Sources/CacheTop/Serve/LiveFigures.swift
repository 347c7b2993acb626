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
        /// A moment of the server's clock and of ours: of the last poll, or of the start.
        var clock: (server: Timestamp, seconds: Double)
        var snapshot: Snapshot

        func moment(_ seconds: Double) -> Timestamp {
            clock.server.adding(seconds: max(0, seconds - clock.seconds))
        }
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
        let clock = (server: now, seconds: LiveCache.monotonicSeconds())
        state = Mutex(State(history: history, clock: clock, snapshot: snapshot))
    }

    /// The command of `--on-alert` was run.
    func observe(_ outcome: AlertCallOutcome) {
        state.withLock { $0.history.observe(outcome) }
    }

    func observe(_ observation: Observation) {
        let now = LiveCache.monotonicSeconds()
        let changes = state.withLock { take(observation, into: &$0, now) }
        if let changes, !changes.0.isEmpty { passOn(changes.0, changes.1) }
    }

    /// Until it is cancelled.
    func keepTime() async {
        while !Task.isCancelled {
            tick()
            try? await Task.sleep(for: .seconds(1))
        }
    }

    /// Time goes by: without an answer that is an alert.
    private func tick() {
        let now = LiveCache.monotonicSeconds()
        let (changes, moment) = state.withLock { state -> ([AlertChange], Timestamp) in
            let moment = state.moment(now)
            guard state.history.isUnanswered, state.link != .live else { return ([], moment) }
            let changes = state.history.noteSilence(at: moment)
            state.snapshot.alerts = state.history.alerts(over: state.snapshot)
            return (changes, moment)
        }
        if !changes.isEmpty { passOn(changes, moment) }
    }

    /// What began or ended with it; nil: no snapshot was made.
    private func take(
        _ observation: Observation, into state: inout State, _ now: Double
    ) -> ([AlertChange], Timestamp)? {
        switch observation {
        case .link(let link):
            state.link = link
            guard case .lost(let why, _) = link else { return nil }
            state.history.interrupt(why: why, at: state.moment(now))
        case .sample(let sample):
            state.lookedAt = sample.at
            state.clock = (sample.at, min(sample.monotonicSeconds, now))
            state.history.observe(sample)
        default:
            Self.note(observation, in: &state.history)
            return nil
        }
        let moment = state.lookedAt ?? state.moment(now)
        state.snapshot = state.history.snapshot(
            at: moment, endpoint: endpoint, intervalSeconds: intervalSeconds)
        return (state.history.note(alertsOf: state.snapshot, at: moment), state.moment(now))
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
