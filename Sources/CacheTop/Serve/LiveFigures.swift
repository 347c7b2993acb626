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

    /// - Parameter now: on this machine's clock, until the server's is known.
    init(_ options: LiveCacheOptions, intervalSeconds: Double, now: Timestamp) {
        endpoint = options.endpoint.description
        self.intervalSeconds = intervalSeconds
        var history = History(grammar: options.grammar, source: options.events.description)
        let snapshot = history.taken(at: now, endpoint: endpoint, intervalSeconds: intervalSeconds)
        state = Mutex(State(history: history, snapshot: snapshot))
    }

    func observe(_ observation: Observation) {
        state.withLock { state in
            switch observation {
            case .link(let link):
                state.link = link
                guard case .lost(let why, _) = link else { return }
                state.history.interrupt(why: why)
            case .sample(let sample):
                state.lookedAt = sample.at
                state.history.observe(sample)
            case .events(let report): return state.history.observe(report)
            case .survey(let survey): return state.history.observe(survey)
            case .sweepProblems(let problems):
                return state.history.observe(sweepProblems: problems)
            case .keyFacts(let facts): return state.history.observe(facts)
            case .inspected(let found): return state.history.observe(found)
            case .searchHealth(let health): return state.history.observe(health)
            case .recorded(let records):
                for record in records { state.history.observe(record) }
                return
            case .marked(let marks): return state.history.observe(marks: marks)
            case .streamHour: return
            }
            guard let moment = state.lookedAt else { return }
            state.snapshot = state.history.taken(
                at: moment, endpoint: endpoint, intervalSeconds: intervalSeconds)
        }
    }

    /// The figures of the last poll, and whether Redis answers now.
    var latest: (snapshot: Snapshot, isLive: Bool) {
        state.withLock { ($0.snapshot, $0.link == .live) }
    }
}

extension History {
    /// A snapshot, whose alerts are remembered.
    fileprivate mutating func taken(
        at moment: Timestamp, endpoint: String, intervalSeconds: Double
    ) -> Snapshot {
        let snapshot = snapshot(at: moment, endpoint: endpoint, intervalSeconds: intervalSeconds)
        note(snapshot.alerts, at: moment)
        return snapshot
    }
}
