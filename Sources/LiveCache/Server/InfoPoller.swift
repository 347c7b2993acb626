import Metrics
import RedisClient

/// One poll of the server: TIME, the counters, the listeners and INFO in one round trip, and now and then INFO
/// commandstats.
///
/// INFO comes last, so that its figures include the counters' look-ups; the own look-ups are read
/// when its reply is decoded. What the server refuses to this user is left out for a minute and
/// named in the sample, in the server's words; everything else goes on. The counters are asked one
/// by one, since in a cluster they live on different nodes, and a refused key hides no other.
struct InfoPoller {
    private let own: OwnLookups
    private let clock: ServerClock
    private let commandStatsEvery: Double
    private var watcher: VersionWatcher
    private var listenerWatcher: ListenerWatcher
    private var refusals: Refusals
    private var askedCommandStats = -Double.infinity
    private var lastCounts: KeyCounts?

    /// What tells whether keys went by neither expiry nor eviction.
    private struct KeyCounts {
        var keys: UInt64
        var gone: UInt64
    }

    /// Keys that went unexplained between two polls, from which on calls of UNLINK and FLUSHALL matter.
    private static let notableLoss: UInt64 = 50

    /// - Parameter commandStatsEvery: seconds from one INFO commandstats to the next.
    init(
        policy: CachePolicy, own: OwnLookups, clock: ServerClock, commandStatsEvery: Double = 10,
        listeners: ListenerNames = ListenerNames(), refusals: Refusals = Refusals()
    ) {
        self.own = own
        self.clock = clock
        self.commandStatsEvery = commandStatsEvery
        self.refusals = refusals
        watcher = VersionWatcher(policy: policy, refusals: refusals)
        listenerWatcher = ListenerWatcher(names: listeners, refusals: refusals)
    }

    /// Polls again, a few times at most, when a look-up by the tail was on its way meanwhile.
    /// Throws for a Sentinel, too, which has nothing that could be watched.
    mutating func look(_ nodes: RedisNodes) async throws(RedisError) -> Sample {
        for attempt in 1...3 {
            let (sample, isExact) = try await lookOnce(nodes)
            if isExact { return sample }
            if sample.readerCalls != nil { askedCommandStats = -.infinity }
            try? await Task.sleep(for: .milliseconds(5 * attempt))
        }
        return try await lookOnce(nodes).sample
    }

    private enum Part: Equatable {
        case time, counter(Int), listener([UInt8]), info, commandStats, nothing

        /// What a refusal is remembered by.
        var command: String {
            switch self {
            case .time: "TIME"
            case .counter, .listener: "MGET"
            case .info, .commandStats: "INFO"
            case .nothing: "PING"
            }
        }
    }

    private struct Answer: Sendable {
        var reply: RedisReply
        var own: OwnLookups.Reading
    }

    /// What is due and not refused.
    private mutating func parts(_ now: Double) -> [Part] {
        var parts: [Part] = []
        if refusals.words(for: Part.time.command) == nil { parts.append(.time) }
        parts += watcher.asked.map { .counter($0) }
        parts += listenerWatcher.asked.map { .listener($0) }
        if refusals.words(for: Part.info.command) == nil {
            parts.append(.info)
            if now - askedCommandStats >= commandStatsEvery {
                askedCommandStats = now
                parts.append(.commandStats)
            }
        }
        return parts.isEmpty ? [.nothing] : parts
    }

    /// One poll, as its answers fill it.
    private struct Look {
        var sample: Sample
        /// Whether no look-up of the tail's was on its way meanwhile.
        var isExact = true
        /// The own look-ups before it.
        let before: OwnLookups.Reading
        /// When the server answered, roughly, in monotonic seconds.
        let moment: Double
    }

    private mutating func lookOnce(
        _ nodes: RedisNodes
    ) async throws(RedisError) -> (sample: Sample, isExact: Bool) {
        let before = own.reading
        let sent = ServerClock.monotonicSeconds()
        let parts = parts(sent)
        let answers = try await nodes.main.pipeline(parts.map(command)) { [own] in
            Answer(reply: $0.reply, own: own.reading)
        }
        let received = ServerClock.monotonicSeconds()
        var look = Look(
            sample: Sample(at: clock.now, monotonicSeconds: received), before: before,
            moment: (sent + received) / 2)
        look.sample.roundTripSeconds = received - sent
        for (part, answer) in zip(parts, answers) {
            if let error = answer.reply.serverError {
                note(error, for: part, in: &look.sample)
            } else {
                try take(answer, for: part, into: &look, nodes.main.endpoint)
            }
        }
        if let problem = refusals.problem(for: Part.info.command) {
            note(problem, for: .info, in: &look.sample)
        }
        try await readCounters(parts, answers, into: &look.sample, nodes)
        try await readListeners(parts, answers, into: &look.sample, nodes)
        return (look.sample, look.isExact)
    }

    private mutating func take(
        _ answer: Answer, for part: Part, into look: inout Look, _ endpoint: RedisEndpoint
    ) throws(RedisError) {
        switch part {
        case .time: setClock(Timestamp(timeReply: answer.reply), &look)
        case .info:
            let info = InfoReply(answer.reply.bytes ?? [])
            if let error = RedisError(sentinel: info, at: endpoint) { throw error }
            look.sample.info = info
            look.sample.database = endpoint.database
            noteKeys(info, endpoint.database)
            look.sample.ownLookups = answer.own.counts
            look.isExact = look.before.isExact(until: answer.own)
            if refusals.words(for: Part.time.command) != nil { setClock(info.time, &look) }
        case .commandStats:
            let stats = InfoReply(answer.reply.bytes ?? [])
            look.sample.commandCalls = stats.commandCalls
            if let calls = stats.readerCalls {
                look.sample.readerCalls = ReaderCalls(all: calls, own: answer.own.readerCalls)
            } else {
                look.sample.problems[.commandStats] = SourceProblem(
                    .notTold, "This server does not report calls per command.")
            }
        case .counter, .listener, .nothing: break
        }
    }

    /// After keys have gone commandstats are asked with the next poll, whenever they were asked last.
    private mutating func noteKeys(_ info: InfoReply, _ database: Int) {
        guard let keys = info.keys(inDatabase: database), let expired = info.count("expired_keys")
        else { return }
        let (gone, _) = expired.addingReportingOverflow(info.count("evicted_keys") ?? 0)
        defer { lastCounts = KeyCounts(keys: keys, gone: gone) }
        guard let last = lastCounts, last.keys > keys, gone >= last.gone else { return }
        if last.keys - keys >= Self.notableLoss + min(gone - last.gone, .max - Self.notableLoss) {
            askedCommandStats = -.infinity
        }
    }

    private func setClock(_ time: Timestamp?, _ look: inout Look) {
        guard let time else { return }
        clock.set(time, at: look.moment)
        look.sample.at = time
    }

    /// What is refused is left out for a while. Refused counters are `VersionWatcher`'s, refused listeners
    /// `ListenerWatcher`'s.
    private mutating func note(_ error: RedisServerError, for part: Part, in sample: inout Sample) {
        switch part {
        case .counter, .listener: return
        case .time, .info, .commandStats, .nothing: break
        }
        refusals.note(error, for: part.command)
        note(SourceProblem(error), for: part, in: &sample)
    }

    private func note(_ problem: SourceProblem, for part: Part, in sample: inout Sample) {
        guard part == .info || part == .commandStats else { return }
        if part == .info { for section in Source.info { sample.problems[section] = problem } }
        sample.problems[.commandStats] = problem
    }

    private mutating func readCounters(
        _ parts: [Part], _ answers: [Answer], into sample: inout Sample,
        _ nodes: RedisNodes
    ) async throws(RedisError) {
        var replies: [Int: RedisReply] = [:]
        for case (.counter(let index), let answer) in zip(parts, answers) {
            replies[index] = answer.reply
        }
        let (readings, lookups) = try await watcher.readings(replies, on: nodes, own: own)
        sample.counters = readings
        sample.ownLookups += lookups
        own.add(hits: lookups.hits, misses: lookups.misses)
    }

    private mutating func readListeners(
        _ parts: [Part], _ answers: [Answer], into sample: inout Sample,
        _ nodes: RedisNodes
    ) async throws(RedisError) {
        var replies: [[UInt8]: RedisReply] = [:]
        for case (.listener(let name), let answer) in zip(parts, answers) {
            replies[name] = answer.reply
        }
        guard !replies.isEmpty else { return }
        let (readings, lookups) = try await listenerWatcher.readings(replies, on: nodes, own: own)
        sample.listeners = readings
        sample.ownLookups += lookups
        own.add(hits: lookups.hits, misses: lookups.misses)
    }

    private func command(_ part: Part) -> RedisCommand {
        switch part {
        case .listener(let name): RedisCommand("MGET", bytes: [ListenerKey.key(of: name)])
        case .counter(let index): RedisCommand("MGET", bytes: [watcher.keys[index]])
        case .commandStats: RedisCommand("INFO", "commandstats")
        case .time, .info, .nothing: RedisCommand(part.command)
        }
    }
}
