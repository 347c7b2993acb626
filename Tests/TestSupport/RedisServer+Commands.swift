package import RedisClient

extension RedisServer {
    /// One command after the other, as the default user.
    @discardableResult
    package func run(_ lines: String...) async throws -> RedisReply {
        try await run(lines.map { $0.split(separator: " ").map { Array($0.utf8) } })
    }

    @discardableResult
    package func run(_ commands: [[[UInt8]]]) async throws -> RedisReply {
        let connection = try await RedisConnection.connect(to: endpoint, timeout: .seconds(30))
        var last = RedisReply.null
        for start in stride(from: 0, to: commands.count, by: 5000) {
            let part = commands[start..<min(start + 5000, commands.count)]
            let replies = try await connection.pipeline(
                part.map { RedisCommand(arguments: $0) }, deadline: .seconds(30))
            if let error = replies.lazy.compactMap(\.serverError).first { throw error }
            last = replies.last ?? .null
        }
        await connection.close()
        return last
    }

    /// The keys that exist, sorted.
    package func keys() async throws -> [String] {
        try await run("KEYS *").elements?.compactMap(\.text).sorted() ?? []
    }

    package func endpoint(user: String) -> RedisEndpoint {
        var endpoint = endpoint
        endpoint.username = user
        endpoint.password = "secret"
        return endpoint
    }
}
