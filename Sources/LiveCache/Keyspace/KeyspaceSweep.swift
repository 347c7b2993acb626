import Metrics
import RedisClient

/// One pass over the keyspace: SCAN, then PTTL and MEMORY USAGE of what it found.
///
/// Never more than one batch in flight, so the server is asked only as fast as it answers, and a
/// budgeted sweep pauses after each small batch. Repeats of SCAN are detected by hash up to
/// `KeyspaceSurvey.exactLimit` keys. Writes into a `KeyspaceSurvey`; `progress` sees it after
/// every batch; the last one is the result.
struct KeyspaceSweep {
    enum Speed: Sendable {
        /// As fast as the server answers.
        case full
        /// Keys per second.
        case budget(@Sendable () -> Double)
    }

    let grammar: KeyGrammar
    let own: OwnLookups
    let clock: ServerClock
    var speed: Speed
    /// What was refused, in the server's words.
    private(set) var problems: [Source: SourceProblem] = [:]
    private var refusals: Refusals
    private var count = 1

    init(
        grammar: KeyGrammar, own: OwnLookups, clock: ServerClock, speed: Speed,
        refusals: Refusals = Refusals()
    ) {
        self.refusals = refusals
        self.grammar = grammar
        self.own = own
        self.clock = clock
        self.speed = speed
    }

    /// - Returns: nil when SCAN itself is refused; `problems` says why.
    mutating func sweep(
        _ connection: RedisConnection, databaseKeys: UInt64?,
        progress: (KeyspaceSurvey) -> Void = { _ in }
    ) async throws(RedisError) -> KeyspaceSurvey? {
        let began = ServerClock.monotonicSeconds()
        var survey = KeyspaceSurvey(policy: grammar.policy, startedAt: clock.now)
        survey.databaseKeys = databaseKeys
        var seen: Set<Int>? = (databaseKeys ?? 0) > UInt64(KeyspaceSurvey.exactLimit) ? nil : []
        survey.isDistinct = seen != nil
        problems = [:]
        count = largestBatch
        var cursor: [UInt8]? = [UInt8(ascii: "0")]
        var found: [[UInt8]] = []
        while cursor != nil || !found.isEmpty {
            let batchBegan = ServerClock.monotonicSeconds()
            let keys = Array(found.prefix(largestBatch))
            found.removeFirst(keys.count)
            let asks = found.isEmpty ? cursor : nil
            guard let answers = try await ask(connection, keys, cursor: asks) else { return nil }
            let now = clock.now
            for (index, key) in keys.enumerated() {
                survey.add(
                    key, pttl: answers.pttl[index], bytes: answers.bytes[index], grammar: grammar,
                    at: now)
            }
            survey.refused += answers.refusedKeys.count
            if asks != nil {
                adapt(found: answers.found.count)
                found = Self.fresh(answers.found, &seen)
                if seen == nil { survey.isDistinct = false }
                cursor = answers.cursor.flatMap { $0 == [UInt8(ascii: "0")] ? nil : $0 }
            }
            survey.problems = problems
            survey.takenAt = now
            survey.seconds = ServerClock.monotonicSeconds() - began
            survey.isComplete = cursor == nil && found.isEmpty
            progress(survey)
            try await pause(after: max(1, keys.count), since: batchBegan, connection)
        }
        return survey
    }

    private static let questions: [(command: String, source: Source)] = [
        ("PTTL", .timeToLive), ("MEMORY USAGE", .memoryUsage),
    ]

    /// nil: SCAN is refused.
    private mutating func ask(
        _ connection: RedisConnection, _ keys: [[UInt8]], cursor: [UInt8]?
    ) async throws(RedisError) -> SweepBatch.Answers? {
        for (command, source) in Self.questions {
            if let problem = refusals.problem(for: command) { problems[source] = problem }
        }
        if let problem = refusals.problem(for: "SCAN") {
            problems[.scan] = problem
            return nil
        }
        let batch = SweepBatch(
            keys: keys, asksPTTL: refusals.words(for: "PTTL") == nil,
            asksMemory: refusals.words(for: "MEMORY USAGE") == nil, cursor: cursor, count: count,
            own: own)
        let answers = try await batch.ask(connection)
        for (command, error) in answers.refused { refusals.note(error, for: command) }
        if let error = answers.refused["SCAN"] {
            problems[.scan] = SourceProblem(error)
            return nil
        }
        for (command, source) in Self.questions {
            if let error = answers.refused[command] { problems[source] = SourceProblem(error) }
        }
        return answers
    }

    /// Keys that SCAN has not returned before. Gives up the set (nil) beyond the exact limit.
    static func fresh(_ keys: [[UInt8]], _ seen: inout Set<Int>?) -> [[UInt8]] {
        guard seen != nil else { return keys }
        let fresh = keys.filter { key in
            var hasher = Hasher()
            key.withUnsafeBytes { hasher.combine(bytes: $0) }
            return seen?.insert(hasher.finalize()).inserted ?? true
        }
        if (seen?.count ?? 0) > KeyspaceSurvey.exactLimit { seen = nil }
        return fresh
    }

    // MARK: Pace

    private var largestBatch: Int {
        switch speed {
        case .full: 1000
        case .budget(let keysPerSecond): min(50, max(20, Int(keysPerSecond() / 50)))
        }
    }

    /// A table that was large once has empty buckets: COUNT then grows until batches fill.
    private mutating func adapt(found: Int) {
        if found * 4 < largestBatch {
            count = min(1000, count * 2)
        } else if found > largestBatch {
            count = max(largestBatch / 2, count / 2)
        }
    }

    private func pause(
        after keys: Int, since began: Double, _ connection: RedisConnection
    ) async throws(RedisError) {
        guard case .budget(let keysPerSecond) = speed else {
            if Task.isCancelled { throw .cancelled(connection.endpoint) }
            return
        }
        let due = began + Double(keys) / max(1, keysPerSecond())
        let rest = due - ServerClock.monotonicSeconds()
        if rest > 0 { try? await Task.sleep(for: .seconds(rest)) }
        if Task.isCancelled { throw .cancelled(connection.endpoint) }
    }
}

extension RedisError {
    static func cancelled(_ endpoint: RedisEndpoint) -> RedisError {
        RedisError(
            .cancelled, endpoint: endpoint.description, attempted: "The wait",
            message: "it was cancelled")
    }
}
