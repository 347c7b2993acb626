package import Metrics
package import RedisClient
import Synchronization

/// One document: the dashboard's own collectors, each run once, feed the same `History`.
///
/// Two polls a second apart for rates, a sweep at full speed between them, and then the stream,
/// up to the last id that exists when its reading starts, so that the windows end
/// where the document does. What is denied is left out and named; what is lost throws.
///
/// - Parameters:
///   - listenFor: how long Pub/Sub and log sources are listened to.
///   - pollFor: how long the server is polled, once a second; two polls at least.
///   - historySeconds: how much of the time before goes into `history`; nil: none.
package func takeSnapshot(
    _ options: LiveCacheOptions, listenFor: Duration = .seconds(10), historySeconds: Int? = nil,
    pollFor: Duration = .zero
) async throws(RedisError) -> Snapshot {
    try await take(options) { connection, taking in
        var snapshot = try await taking.take(connection, listenFor: listenFor, pollFor: pollFor).0
        if let historySeconds {
            snapshot.history = try await taking.curves(
                connection, upTo: snapshot, seconds: historySeconds)
        }
        return snapshot
    }
}

/// The same, going on from what earlier runs knew.
///
/// - Parameters:
///   - memory: of those runs; nil: this is the first.
///   - pollFor: how long the server is polled.
/// - Returns: also what the next run is to know.
package func takeCheck(
    _ options: LiveCacheOptions, pollFor: Duration, recalling memory: CheckMemory?
) async throws(RedisError) -> (Snapshot, CheckMemory) {
    try await take(options) { connection, taking in
        try await taking.take(
            connection, listenFor: pollFor, pollFor: pollFor, recalling: memory)
    }
}

private func take<Result: Sendable>(
    _ options: LiveCacheOptions,
    _ body: @Sendable (RedisConnection, SnapshotTaking) async throws -> Result
) async throws(RedisError) -> Result {
    let pages = SweepPages()
    var decoding = options.streamDecoding
    while true {
        let failures = pages.failures
        do {
            return try await RedisConnection.withConnection(
                to: options.endpoint, logger: options.logger, decoding: decoding
            ) { connection in
                try await body(connection, SnapshotTaking(options, pages))
            }
        } catch let error as RedisError where error.kind == .notRedis && decoding == .inPlace {
            // From the beginning, so that nothing is counted twice.
            decoding = .hiredis
        } catch let error as RedisError {
            // A page of SCAN that was too large has ended the connection: once more, with smaller ones.
            guard error.kind == .replyTooLarge, pages.failures > failures else { throw error }
        } catch {
            throw .cancelled(options.endpoint)
        }
    }
}

private struct SnapshotTaking {
    private let options: LiveCacheOptions
    private let pages: SweepPages
    private let clock = ServerClock()
    private let own = OwnLookups()
    private let listeners = ListenerNames()

    init(_ options: LiveCacheOptions, _ pages: SweepPages) {
        self.options = options
        self.pages = pages
    }

    /// Hit rates as the stream has them, and the figures of the snapshot at the end.
    func curves(
        _ connection: RedisConnection, upTo snapshot: Snapshot, seconds: Int
    ) async throws -> Snapshot.Curves {
        var past = Past()
        past.note(snapshot)
        guard case .stream(let key) = options.events else {
            return past.curves(endingAt: snapshot.takenAt, seconds: seconds)
        }
        let hours = Mutex<StreamHour?>(nil)
        var reading = HourReading(
            keys: options.policy.streamKeys(key), grammar: options.grammar,
            source: options.events, own: own, clock: clock, pace: nil
        ) { hour in hours.withLock { $0 = hour } }
        try await reading.read(connection)
        if let hour = hours.withLock({ $0 }) { past.fill(hour) }
        return past.curves(endingAt: snapshot.takenAt, seconds: seconds)
    }

    func take(
        _ connection: RedisConnection, listenFor: Duration, pollFor: Duration,
        recalling memory: CheckMemory? = nil
    ) async throws -> (Snapshot, CheckMemory) {
        let nodes = RedisNodes.one(connection)
        try await clock.synchronize(connection)
        var history = history(after: memory)
        let intake = EventIntake(
            grammar: options.grammar, source: options.events, clock: clock,
            pattern: options.eventPattern, insight: options.wantsInsight)
        let reading = EventReading(options: options, clock: clock, own: own, bell: Bell())
        async let listening: Void = reading.listen(for: listenFor, intake)
        let probe = options.searchEngine.map { SearchProbe(host: $0) }
        async let health = probe?.once()
        // Commandstats both times: what others read is a difference.
        var looker = Looker(
            options.policy, own: own, clock: clock, commandStatsEvery: 0, listeners: listeners)
        let first = try await looker.look(nodes)
        history.observe(first)
        try await sweep(nodes, by: first.sample.info, into: &history)
        try await poll(
            &looker, nodes, from: first.sample.monotonicSeconds, for: pollFor, into: &history)
        try await readPast(&looker, nodes, into: &history)
        if case .stream(let key) = options.events {
            var tail = StreamTail(
                keys: options.policy.streamKeys(key), since: options.since, intake: intake,
                own: own,
                clock: clock, bell: Bell())
            try await tail.readToEnd(connection)
        }
        await listening
        if let report = intake.report() { history.observe(report) }
        if let health = await health { history.observe(health) }
        try await measureKeys(nodes, into: &history)
        try await clock.synchronize(connection)
        let snapshot = history.snapshot(
            at: clock.now, endpoint: options.endpoint.description,
            intervalSeconds: options.interval.seconds, isFinal: true)
        return (snapshot, self.memory(of: history, after: memory, with: snapshot))
    }

    private func memory(
        of history: History, after former: CheckMemory?, with snapshot: Snapshot
    ) -> CheckMemory {
        let asked = own.reading
        return history.memory(
            after: former, with: snapshot, ownLookups: asked.counts,
            ownReaderCalls: asked.readerCalls)
    }

    /// - Parameter memory: of earlier runs.
    private func history(after memory: CheckMemory?) -> History {
        var history = History(
            grammar: options.grammar, source: options.events.description, alerts: options.alerts)
        guard let memory else { return history }
        history.recall(memory, at: clock.now, monotonicSeconds: ServerClock.monotonicSeconds())
        listeners.recall(memory.listeners.map(\.name))
        return history
    }

    private func readPast(
        _ looker: inout Looker, _ nodes: RedisNodes, into history: inout History
    ) async throws(RedisError) {
        let past = try await looker.readPast(nodes)
        for record in past.records { history.observe(record) }
        history.observe(marks: past.marks)
    }

    /// Once a second, once at least.
    private func poll(
        _ looker: inout Looker, _ nodes: RedisNodes, from begun: Double, for time: Duration,
        into history: inout History
    ) async throws {
        var due = begun + 1
        repeat {
            let rest = due - ServerClock.monotonicSeconds()
            if rest > 0 { try await Task.sleep(for: .seconds(rest)) }
            history.observe(try await looker.look(nodes))
            due = max(due, ServerClock.monotonicSeconds()) + 1
        } while ServerClock.monotonicSeconds() - begun < time.seconds
    }

    private func measureKeys(
        _ nodes: RedisNodes, into history: inout History
    ) async throws(RedisError) {
        var reader = KeyReader(
            own: own, clock: clock, scrubber: ValueScrubber(isAllowed: false, secrets: []))
        let keys = history.mostMissedKeys(20) + history.mostLookedUpKeys(20)
        history.observe(try await reader.measure(Array(Set(keys)), nodes))
    }

    private func sweep(
        _ nodes: RedisNodes, by info: InfoReply?, into history: inout History
    ) async throws(RedisError) {
        var sweep = KeyspaceSweep(
            grammar: options.grammar, own: own, clock: clock, speed: .full, pages: pages)
        sweep.guessOthers(by: info)
        let keys = info?.keys(inDatabase: options.endpoint.database)
        if let survey = try await sweep.sweep(nodes, databaseKeys: keys) {
            history.observe(survey)
            listeners.note(survey)
        }
        history.observe(sweepProblems: sweep.problems)
    }
}

extension EventReading {
    /// Reads a source that has no past, for a while.
    fileprivate func listen(for duration: Duration, _ intake: EventIntake) async {
        switch options.events {
        case .stream: return
        case .none: return await run(into: intake)
        case .pubsub, .log, .standardInput: break
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await run(into: intake) }
            group.addTask { try? await Task.sleep(for: duration) }
            await group.next()
            group.cancelAll()
        }
    }
}

extension History {
    fileprivate mutating func observe(_ found: Looker.Findings) {
        observe(found.sample)
        for record in found.records { observe(record) }
        observe(marks: found.marks)
    }
}
