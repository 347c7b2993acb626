import Logging
package import Metrics
import RedisClient
import Synchronization

/// Watches one Redis and says what it sees: all collectors of the dashboard.
///
/// `run` is a structured group of tasks that ends with its caller's. Two connections at most: the
/// control connection (INFO, counters, sweep, in order) and the event source's own; in the beginning a third,
/// by which the stream's last hour is read back; and one to the search engine, where there is one. Trouble is an observation like any other; only the end of the
/// task ends the watching.
package final class LiveCache: Sendable {
    private let options: LiveCacheOptions
    /// The server's clock, for windows that end between two polls.
    package let clock = ServerClock()
    let own = OwnLookups()
    private let load: ServerLoad
    private let listeners = ListenerNames()
    private let interval: Mutex<Duration>
    private let pollBell = Bell()
    private let linkBell = Bell()
    private let eventsBell = Bell()
    private let sweepBell = SweepBell()
    private let staleness = Mutex(SweepStaleness())
    private let questions = KeyQuestions()
    /// Rings with the first successful poll.
    private let hourBell = Bell()

    package init(_ options: LiveCacheOptions) {
        self.options = options
        interval = Mutex(options.interval)
        load = ServerLoad(logger: options.logger)
    }

    /// The clock of `Sample.monotonicSeconds` and of `LinkState.lost(retryAt:)`.
    package static func monotonicSeconds() -> Double { ServerClock.monotonicSeconds() }

    /// Runs until the task is cancelled: all of it on one event loop, so that a reply wakes one thread.
    package func run(_ send: @escaping @Sendable (Observation) -> Void) async {
        await withTaskExecutorPreference(LoopExecutor()) { await runHere(send) }
    }

    private func runHere(_ send: @escaping @Sendable (Observation) -> Void) async {
        let intake = EventIntake(
            grammar: options.grammar, source: options.events, clock: clock,
            pattern: options.eventPattern, insight: options.wantsInsight)
        let reports = EventReports(intake, send)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await self.watchServer { observation in
                    if case .sample = observation { reports.report() }
                    send(observation)
                }
            }
            group.addTask { await self.watchEvents(intake) }
            group.addTask { await reports.run() }
            group.addTask { await self.readHour(send) }
            if let engine = options.searchEngine {
                group.addTask { await SearchProbe(host: engine).run { send(.searchHealth($0)) } }
            }
        }
    }

    package func setInterval(_ new: Duration) {
        interval.withLock { $0 = max(.milliseconds(100), new) }
        pollBell.ring()
    }

    /// Tries at once instead of at the end of the countdown.
    package func retryNow() {
        linkBell.ring()
        eventsBell.ring()
    }

    /// Begins the next sweep without the pause between two.
    package func sweepNow() { sweepBell.ringNow() }

    /// The same as soon as the sweep's budget allows it: what the last one counted is true no more.
    package func sweepSoon() { sweepBell.ringSoon() }

    /// Asks for the time to live and the size of a few keys; the answer is an observation.
    package func measure(_ keys: [[UInt8]]) { questions.measure(keys) }

    /// Asks for all that may be known of one key.
    package func inspect(_ key: [UInt8], wantsValue: Bool, usesLFU: Bool) {
        questions.inspect(key, wantsValue: wantsValue, usesLFU: usesLFU)
    }

    // MARK: The control connection

    private func watchServer(_ send: @escaping @Sendable (Observation) -> Void) async {
        send(.link(.connecting))
        await reconnecting(to: options.endpoint, bell: linkBell, logger: options.logger) {
            send(.link(.lost(why: "\($0)", retryAt: $1)))
        } _: { connection in
            let sweeper = Sweeper(
                grammar: options.grammar, own: own, clock: clock, load: load,
                keysPerSecond: options.sweepKeysPerSecond, bell: sweepBell,
                refusals: options.refusals
            ) { [listeners] observation in
                if case .survey(let survey) = observation { listeners.note(survey) }
                send(observation)
            }
            let nodes = RedisNodes.one(connection)
            try await withThrowingTaskGroup(of: Void.self) { group in
                var looker = Looker(
                    options.policy, own: own, clock: clock, listeners: listeners,
                    refusals: options.refusals)
                try await look(&looker, nodes, send)
                // A Sentinel answers, too: the server is watched once a first poll succeeded.
                send(.link(.live))
                hourBell.ring()
                group.addTask { [looker] in try await self.poll(looker, nodes, send) }
                group.addTask { try await sweeper.run(nodes) }
                group.addTask { [questions, own, clock, options] in
                    var reader = KeyReader(
                        own: own, clock: clock,
                        scrubber: ValueScrubber(
                            isAllowed: options.readsValues, secrets: options.secrets))
                    try await reader.run(nodes, questions, send)
                }
                group.addTask { throw await connection.whenClosed() }
                do { try await group.next() } catch {
                    group.cancelAll()
                    // The third task waits for the end of the connection, whatever happens.
                    await connection.close()
                    throw error
                }
            }
        }
    }

    private func poll(
        _ looker: Looker, _ nodes: RedisNodes,
        _ send: @Sendable (Observation) -> Void
    ) async throws {
        var looker = looker
        var roundTrip = 0.0
        while true {
            let pause = max(interval.withLock { $0.seconds }, 10 * roundTrip)
            await pollBell.wait(.seconds(pause))
            try Task.checkCancellation()
            roundTrip = try await look(&looker, nodes, send)
        }
    }

    @discardableResult
    private func look(
        _ looker: inout Looker, _ nodes: RedisNodes,
        _ send: @Sendable (Observation) -> Void
    ) async throws -> Double {
        let found = try await looker.look(nodes)
        load.note(found.sample, database: options.endpoint.database)
        let isStale = staleness.withLock {
            $0.note(found.sample, database: options.endpoint.database)
        }
        if isStale { sweepSoon() }
        send(.sample(found.sample))
        if !found.records.isEmpty { send(.recorded(found.records)) }
        if !found.marks.isEmpty { send(.marked(found.marks)) }
        return found.sample.roundTripSeconds ?? 0
    }

    // MARK: Events

    private func watchEvents(_ intake: EventIntake) async {
        let reading = EventReading(options: options, clock: clock, own: own, bell: eventsBell)
        await reading.run(into: intake)
    }

    /// Once. A connection that is lost meanwhile ends it: what was read by then stays.
    private func readHour(_ send: @escaping @Sendable (Observation) -> Void) async {
        guard options.readsLastHour, case .stream(let key) = options.events else { return }
        while await !hourBell.wait(.seconds(3600)) { if Task.isCancelled { return } }
        var reading = HourReading(
            keys: options.policy.streamKeys(key), grammar: options.grammar,
            source: options.events, own: own, clock: clock, pace: { [load] in load.share }
        ) { send(.streamHour($0)) }
        do {
            try await RedisConnection.withConnection(
                to: options.endpoint, logger: options.logger
            ) { try await reading.read($0) }
        } catch {
            guard !Task.isCancelled else { return }
            options.logger.warning(
                "the stream's last hour was not read", metadata: ["reason": "\(error)"])
        }
    }
}
