import Metrics
import RedisClient

/// One look at the server: TIME, the counters and INFO in one round trip.
///
/// INFO comes last, so that its figures include the counters' look-ups; the own look-ups are read
/// when its reply is decoded. What the server refuses to this user is left out for a minute and
/// named in the sample, in the server's words; everything else goes on.
struct InfoPoller {
    private let own: OwnLookups
    private let clock: ServerClock
    private var watcher: VersionWatcher
    private var refusals = Refusals()

    init(policy: CachePolicy, own: OwnLookups, clock: ServerClock) {
        self.own = own
        self.clock = clock
        watcher = VersionWatcher(policy: policy)
    }

    /// Looks again, some times at most, when a look-up of the tail's was on its way meanwhile.
    mutating func look(_ connection: RedisConnection) async throws(RedisError) -> Sample {
        for attempt in 1...3 {
            let (sample, isExact) = try await lookOnce(connection)
            if isExact { return sample }
            try? await Task.sleep(for: .milliseconds(5 * attempt))
        }
        return try await lookOnce(connection).sample
    }

    private enum Part: String {
        case time = "TIME"
        case counters = "MGET"
        case info = "INFO"
        case nothing = "PING"
    }

    private struct Answer: Sendable {
        var reply: RedisReply
        var own: OwnLookups.Reading
    }

    private mutating func lookOnce(
        _ connection: RedisConnection
    ) async throws(RedisError) -> (sample: Sample, isExact: Bool) {
        var unavailable: [Unavailable] = []
        var parts: [Part] = []
        for part in [Part.time, .counters, .info] {
            if let words = refusals.words(for: part.rawValue) {
                unavailable += Self.missing(part, words)
            } else if part != .counters || !watcher.keys.isEmpty {
                parts.append(part)
            }
        }
        if parts.isEmpty { parts = [.nothing] }
        let before = own.reading
        let sent = ServerClock.monotonicSeconds()
        let answers = try await connection.pipeline(parts.map(command)) { [own] in
            Answer(reply: $0.reply, own: own.reading)
        }
        let received = ServerClock.monotonicSeconds()
        var sample = Sample(at: clock.now, monotonicSeconds: received)
        sample.roundTripSeconds = received - sent
        var isExact = true
        for (part, answer) in zip(parts, answers) {
            if let error = answer.reply.serverError {
                refusals.note(error, for: part.rawValue)
                unavailable += Self.missing(part, error.message)
                continue
            }
            switch part {
            case .time:
                if let time = Timestamp(timeReply: answer.reply) {
                    clock.set(time, at: (sent + received) / 2)
                    sample.at = time
                }
            case .info:
                let info = InfoReply(answer.reply.bytes ?? [])
                sample.info = info
                sample.ownLookups = answer.own.counts
                isExact = before.isExact(until: answer.own)
                if let time = info.time, refusals.words(for: Part.time.rawValue) != nil {
                    clock.set(time, at: (sent + received) / 2)
                    sample.at = time
                }
            case .counters, .nothing: break
            }
        }
        if let index = parts.firstIndex(of: .counters), answers[index].reply.serverError == nil {
            sample.counters = try await watcher.readings(
                answers[index].reply, on: connection, own: own)
            // 1 for each key: a value of another type is found, though answered nil.
            let misses = UInt64(sample.counters?.count(where: { $0 == .absent }) ?? 0)
            let mget = HitCounts(hits: UInt64(watcher.keys.count) - misses, misses: misses)
            sample.ownLookups += mget
            own.add(hits: mget.hits, misses: mget.misses)
        }
        sample.unavailable = unavailable
        return (sample, isExact)
    }

    private func command(_ part: Part) -> RedisCommand {
        switch part {
        case .counters: RedisCommand("MGET", bytes: watcher.keys)
        default: RedisCommand(part.rawValue)
        }
    }

    private static func missing(_ part: Part, _ words: String) -> [Unavailable] {
        let paths =
            switch part {
            case .info: ["server", "memory"]
            case .counters: ["versions"]
            case .time, .nothing: [String]()
            }
        return paths.map { Unavailable(what: $0, why: words) }
    }
}
