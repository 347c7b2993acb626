import RedisClient

extension RedisConnection {
    /// One UNLINK a key, all in one write, so that it is known of each key whether it was there.
    /// - Returns: the keys that were removed, and the first refusal; nil: there was none.
    func unlinkEach(
        _ keys: some Sequence<[UInt8]>, deadline: Duration
    ) async throws(RedisError) -> (removed: [[UInt8]], refusal: RedisServerError?) {
        let keys = Array(keys)
        let replies = try await pipeline(
            keys.map { RedisCommand("UNLINK", key: $0) }, deadline: deadline)
        let removed = zip(keys, replies).filter { $0.1.integerValue == 1 }.map(\.0)
        return (removed, replies.lazy.compactMap(\.serverError).first)
    }

    /// Makes a version counter another one. A missing counter means 1 to whoever reads it, so an INCR
    /// that answers 1 has changed nothing, and another one follows.
    /// - Returns: the new value.
    func raise(counter: [UInt8], deadline: Duration) async throws(RedisError) -> Int64? {
        let command = RedisCommand("INCR", key: counter)
        let value = try await send(command, deadline: deadline).integerValue
        return value == 1 ? try await send(command, deadline: deadline).integerValue : value
    }
}
