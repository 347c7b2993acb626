package import RedisClient

extension RedisConnection {
    /// One UNLINK a key, all in one write, so that it is known of each key whether it was there.
    /// - Returns: the keys that were removed, and the first refusal; nil: there was none.
    package func unlinkEach(
        _ keys: some Sequence<[UInt8]>, deadline: Duration
    ) async throws(RedisError) -> (removed: [[UInt8]], refusal: RedisServerError?) {
        let keys = Array(keys)
        let replies = try await pipeline(
            keys.map { RedisCommand("UNLINK", key: $0) }, deadline: deadline)
        let removed = zip(keys, replies).filter { $0.1.integerValue == 1 }.map(\.0)
        return (removed, replies.lazy.compactMap(\.serverError).first)
    }

    /// Sends a command that changes something and answers with an integer.
    func change(_ command: RedisCommand, deadline: Duration) async throws(RedisError) -> Int64 {
        let reply = try await send(command, deadline: deadline)
        if let value = reply.integerValue { return value }
        throw RedisError(
            .unexpectedReply, endpoint: endpoint.description, attempted: command.name,
            message: "the reply is not an integer", mayHaveBeenCarriedOut: true)
    }
}
