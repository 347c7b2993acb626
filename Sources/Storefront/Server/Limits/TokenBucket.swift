import RedisClient

/// A token bucket for each client, kept in Redis: one limit over all instances.
///
/// A Lua script, which Redis runs whole: it refills by the server's clock, hands out what it can of
/// what is wanted, and lets the key expire when the bucket is full again.
///
/// Where Redis answers but refuses (full, a replica, a key of another type), the buckets are this
/// instance's own until it takes them again.
struct TokenBucket: Sendable {
    struct Grant: Sendable, Equatable {
        /// 0: the bucket is empty.
        var tokens: Int
        /// Until there is a token again; zero when some were granted.
        var retryAfter: Duration
    }

    let link: RedisLink
    /// Before the client's name: `ratelimit:revalidate:`.
    let prefix: String
    let perSecond: Double
    let burst: Int
    private let refusals: WriteRefusals
    private let spare = SpareBuckets()

    init(
        link: RedisLink, prefix: String, perSecond: Double, burst: Int,
        refusals: WriteRefusals = WriteRefusals()
    ) {
        self.link = link
        self.prefix = prefix
        self.perSecond = perSecond
        self.burst = burst
        self.refusals = refusals
    }

    /// - Throws: when Redis is away; then nothing was taken, or it is not known.
    func take(_ wanted: Int, of client: String) async throws(RedisError) -> Grant {
        guard let connection = link.current else {
            throw RedisError(
                .lost, endpoint: link.endpoint.description, attempted: "EVALSHA",
                message: "there is no connection at the moment")
        }
        do throws(RedisError) {
            let grant = try await run(connection, wanted, client)
            refusals.writeWasTaken()
            return grant
        } catch {
            guard let refusal = error.serverError else { throw error }
            refusals.writeWasRefused(refusal)
            return spare.take(wanted, of: client, perSecond: perSecond, burst: burst)
        }
    }

    private func run(
        _ connection: RedisConnection, _ wanted: Int, _ client: String
    ) async throws(RedisError) -> Grant {
        do throws(RedisError) {
            return try await ask(connection, ["EVALSHA", Self.hash], wanted, client)
        } catch {
            guard error.serverError?.code == "NOSCRIPT" else { throw error }
            return try await ask(connection, ["EVAL", Self.script], wanted, client)
        }
    }

    private func ask(
        _ connection: RedisConnection, _ words: [String], _ wanted: Int, _ client: String
    ) async throws(RedisError) -> Grant {
        let all = words + ["1", prefix + client, "\(perSecond)", "\(burst)", "\(wanted)"]
        return try await connection.send(
            RedisCommand(arguments: all.map { Array($0.utf8) }), deadline: link.deadline
        ) { reply in
            Grant(
                tokens: Int(reply[0].integer),
                retryAfter: .milliseconds(reply[1].integer))
        }
    }

    /// KEYS: the bucket. ARGV: tokens a second, size, tokens wanted. Answers how many were granted,
    /// and in how many milliseconds the next one is there.
    static let script = """
        local rate, burst, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        local state = redis.call('HMGET', KEYS[1], 'at', 'tokens')
        local at, tokens = tonumber(state[1]) or now, tonumber(state[2]) or burst
        tokens = math.min(burst, tokens + math.max(0, now - at) * rate / 1000)
        local granted = math.min(wanted, math.floor(tokens))
        tokens = tokens - granted
        redis.call('HSET', KEYS[1], 'at', now, 'tokens', tokens)
        redis.call('PEXPIRE', KEYS[1], math.ceil((burst - tokens) / rate * 1000) + 1000)
        if granted > 0 then return {granted, 0} end
        return {0, math.max(1, math.ceil((1 - tokens) / rate * 1000))}
        """

    /// The script's SHA-1, by which Redis knows it once it has run.
    static let hash = "a0922d10d09cc923c703406fb4941764680d92bc"
}
