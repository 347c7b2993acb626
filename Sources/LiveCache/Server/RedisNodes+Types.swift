import RedisClient

extension RedisNodes {
    /// TYPE of each key, in one round trip a node.
    func types(
        of keys: [[UInt8]], own: OwnLookups
    ) async throws(RedisError) -> [RedisReply?] {
        guard !keys.isEmpty else { return [] }
        var types = [RedisReply?](repeating: nil, count: keys.count)
        for (node, positions) in byHolder(keys) {
            let commands = positions.map { RedisCommand("TYPE", key: keys[$0]) }
            let replies = try await node.pipeline(commands) { view in
                if !view.isError {
                    let isMissing = view.text == "none"
                    own.add(hits: isMissing ? 0 : 1, misses: isMissing ? 1 : 0)
                }
                return view.reply
            }
            for (position, reply) in zip(positions, replies) { types[position] = reply }
        }
        return types
    }
}
