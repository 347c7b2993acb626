import Metrics
import RedisClient

/// Sweeps again and again, over the same connections, and decides which surveys are worth showing.
///
/// The first sweep of a small keyspace runs at full speed, so that the screen fills at once; all
/// others keep to the budget. After each comes a pause as long as it took, 5 s at least; where what it found
/// is true no more, 1 s, but not twice in a row: a counter may be raised all the time.
struct Sweeper {
    /// Below this many keys the first sweep needs no budget.
    static let smallKeyspace: UInt64 = 20_000
    static let shortestPause = 5.0
    static let leastPause = 1.0

    let grammar: KeyGrammar
    let own: OwnLookups
    let clock: ServerClock
    let load: ServerLoad
    let keysPerSecond: Int
    let bell: SweepBell
    var refusals = Refusals()
    let send: @Sendable (Observation) -> Void

    /// Returns only by throwing: when the connection or the task ends.
    func run(_ nodes: RedisNodes) async throws(RedisError) {
        let budget: KeyspaceSweep.Speed = .budget { [load, keysPerSecond] in
            max(20, Double(keysPerSecond) * load.share)
        }
        var isFirst = true
        var wasAsked = false
        var sweep = KeyspaceSweep(
            grammar: grammar, own: own, clock: clock, speed: budget, refusals: refusals,
            pages: load.pages)
        while true {
            let keys = load.keys
            sweep.speed = isFirst && (keys ?? .max) < Self.smallKeyspace ? .full : budget
            var sentAt = ServerClock.monotonicSeconds()
            let survey = try await sweep.sweep(nodes, databaseKeys: keys) { survey in
                let now = ServerClock.monotonicSeconds()
                guard !survey.isComplete, now - sentAt >= 1 else { return }
                let isLarge = (keys ?? 0) > UInt64(KeyspaceSurvey.exactLimit)
                guard isFirst || (isLarge && survey.looked >= KeyspaceSurvey.sampleEnough) else {
                    return
                }
                sentAt = now
                send(.survey(survey))
            }
            if let survey {
                send(.survey(survey))
                isFirst = false
            }
            send(.sweepProblems(sweep.problems))
            let took = survey?.seconds ?? 0
            let least = wasAsked ? Self.shortestPause : Self.leastPause
            wasAsked = await bell.wait(
                .seconds(max(Self.shortestPause, took)), atLeast: .seconds(max(least, took)))
            if Task.isCancelled { throw .cancelled(nodes.main.endpoint) }
        }
    }
}
