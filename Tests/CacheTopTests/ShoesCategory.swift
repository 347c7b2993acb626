import RedisClient
import TestSupport

/// A shop with one category, and the way to its purge in a terminal.
enum ShoesCategory {
    static func environment(
        _ server: RedisServer, _ more: [String: String] = [:]
    ) -> [String: String] {
        [
            "REDIS_URL": server.endpoint.description, "XDG_STATE_HOME": server.folder,
            "CACHETOP_AS": "ann@bastion",
        ].merging(more) { $1 }
    }

    /// By the server itself: hundreds of thousands of keys take no time.
    static func fill(_ server: RedisServer, pages: Int) async throws {
        let script = """
            for i = 1, \(pages) - 1 do
                redis.call('SET', 'category:shoes:' .. i .. ':v9', 'x', 'EX', '300')
            end
            redis.call('SET', 'category:shoes', 'x', 'EX', '300')
            redis.call('MSET', 'version:search', '128', 'version:global', '9')
            for i = 1, 40 do
                redis.call('XADD', 'cache:events', '*', 'hit', 'category:shoes:' .. i .. ':v9')
            end
            """
        _ = try await run(server, RedisCommand("EVAL", script, "0"))
    }

    static func run(_ server: RedisServer, _ command: RedisCommand) async throws -> RedisReply {
        let connection = try await RedisConnection.connect(to: server.endpoint)
        let reply = try await connection.send(command, deadline: .seconds(30))
        await connection.close()
        return reply
    }

    static func keys(_ server: RedisServer) async throws -> Int {
        let reply = try await run(server, RedisCommand("EVAL", Self.counting, "0"))
        return Int(reply.integerValue ?? -1)
    }

    private static let counting = "return #redis.call('KEYS', 'category:shoes*')"

    /// Connections of others than this test, whose closed ones are listed for a moment longer.
    static func clients(_ server: RedisServer) async throws -> Int {
        let list = try await run(server, RedisCommand("CLIENT", "LIST"))
        return (list.text ?? "").split(separator: "\n").count {
            !$0.contains("cmd=client|list") && !$0.contains("cmd=eval")
        }
    }

    static func ask(_ terminal: Tmux) async throws {
        _ = try await terminal.waitFor(text: "● live")
        try terminal.type("C")
        _ = try await terminal.waitFor(text: "Invalidate category")
        try terminal.type("shoes")
        try terminal.sendKeys("Enter")
    }
}
