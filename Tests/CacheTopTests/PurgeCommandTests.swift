import Foundation
import RedisClient
import TestSupport
import Testing

/// `cachetop purge` on a real server: exactly its keys, or nothing.
@Suite(.tags(.redis, .terminal), .timeLimit(.minutes(5))) struct PurgeCommandTests {
    /// Everything a shop has, and what looks like it.
    static let keys = [
        "product:1", "product:2", "product:*", "product:[12]", "inventory:1", "inventory:2",
        "inventory:*", "category:shoes", "category:shoes:a:v3", "category:shoes:b:v2",
        "category:shoesx:a:v3", "category:sho", "category:*:a:v3", "category:*", "facets",
        "facets:shoes", "facets:hats", "trending:products", "search:a:v9",
        "search:nike:{}:newest:p1:v9", "search:old", "session:1", "products:1", "v2:product:1",
    ]
    static let counters = ["version:search": "9", "version:global": "3"]

    private func withShop(
        _ body: (RedisServer, RedisConnection) async throws -> Void
    ) async throws {
        try await withRedis { server in
            let connection = try await RedisConnection.connect(to: server.endpoint)
            _ = try await connection.pipeline(
                Self.keys.map { RedisCommand("SET", $0, "x", "EX", "900") }
                    + Self.counters.map { RedisCommand("SET", $0, $1) }
                    + [RedisCommand("XADD", "cache:events", "*", "hit", "product:1")])
            try await body(server, connection)
            await connection.close()
        }
    }

    private func left(_ connection: RedisConnection) async throws -> Set<String> {
        let reply = try await connection.send(RedisCommand("KEYS", "*"))
        guard case .array(let keys) = reply else { return [] }
        return Set(keys.compactMap(\.text))
    }

    private func purge(_ server: RedisServer, _ arguments: [String]) async throws
        -> Executable.Result
    {
        try await Executable.cachetop.run(
            ["purge"] + arguments, environment: ["REDIS_URL": server.endpoint.description])
    }

    @Test(arguments: [
        (["product", "1"], ["product:1", "inventory:1"]),
        (["product", "1", "2"], ["product:1", "inventory:1", "product:2", "inventory:2"]),
        (["product", "*"], ["product:*", "inventory:*"]),
        (["product", "[12]"], ["product:[12]"]),
        (["product", "none"], []),
        (["category", "shoes"], ["category:shoes", "category:shoes:a:v3", "category:shoes:b:v2"]),
        (["category", "*"], ["category:*", "category:*:a:v3"]),
        (["search"], []),
        (["facets"], ["facets", "facets:shoes", "facets:hats"]),
        (["facets", "shoes"], ["facets:shoes"]),
        (["trending"], ["trending:products"]),
        (["inventory", "2"], ["inventory:2"]),
        (["key", "session:1"], ["session:1"]),
        (
            ["pattern", "category:sho?s*"],
            [
                "category:shoes", "category:shoes:a:v3", "category:shoes:b:v2",
                "category:shoesx:a:v3",
            ]
        ),
        (
            ["global"],
            [
                "product:1", "product:2", "product:*", "product:[12]", "inventory:1", "inventory:2",
                "inventory:*", "category:shoes", "category:sho", "category:*", "facets",
                "facets:shoes", "facets:hats", "trending:products", "search:old",
            ]
        ),
    ])
    func removesItsOwnKeysAndNoOther(arguments: [String], gone: [String]) async throws {
        try await withShop { server, connection in
            let before = try await left(connection)
            let dry = try await purge(server, arguments + ["--dry-run"])
            #expect(dry.status == 0)
            #expect(try await left(connection) == before)
            let result = try await purge(server, arguments + ["--yes"])
            #expect(result.status == 0, "\(result.errors)")
            #expect(before.subtracting(try await left(connection)) == Set(gone))
            let search = try await connection.send(RedisCommand("GET", "version:search"))
            let bumps = ["search", "global"].contains(arguments[0])
            #expect(search.text == (bumps ? "10" : "9"))
        }
    }

    @Test func itIsPublished() async throws {
        try await withShop { server, connection in
            _ = try await purge(server, ["product", "1", "--yes"])
            let reply = try await connection.send(
                RedisCommand("XREVRANGE", "cache:events", "+", "-", "COUNT", "1"))
            let fields = reply.elements?.first?.elements?.last?.elements?.compactMap(\.text)
            #expect(
                fields == ["src", "cachetop", "purge", "product:1", "purge", "inventory:1"])
        }
    }

    @Test(arguments: [["global"], ["product", "1"], ["pattern", "*"]])
    func readOnlyChangesNothing(arguments: [String]) async throws {
        try await withShop { server, connection in
            let before = try await left(connection)
            let result = try await purge(server, arguments + ["--yes", "--read-only"])
            #expect(result.status == 3)
            #expect(result.errors.contains("ead-only"), "\(result.errors)")
            #expect(try await left(connection) == before)
            let search = try await connection.send(RedisCommand("GET", "version:search"))
            #expect(search.text == "9")
        }
    }

    @Test func withoutATerminalItIsNotConfirmed() async throws {
        try await withShop { server, connection in
            let before = try await left(connection)
            let result = try await purge(server, ["global"])
            #expect(result.status == 4)
            #expect(result.errors.contains("--yes"))
            #expect(try await left(connection) == before)
        }
    }

    @Test func onATerminalItAsks() async throws {
        try await withShop { server, connection in
            let command = "\(Executable.cachetop.path) purge global"
            let environment = ["REDIS_URL": server.endpoint.description]
            try await Tmux.withTerminal(environment: environment, command: command) { terminal in
                _ = try await terminal.waitFor(text: "INCR version:global")
                _ = try await terminal.waitFor(text: "Type 'global'")
                try terminal.type("y")
                try terminal.sendKeys("Enter")
                #expect(try await terminal.waitForExit() == 4)
            }
            let counter = try await connection.send(RedisCommand("GET", "version:global"))
            #expect(counter.text == "3")
            try await Tmux.withTerminal(environment: environment, command: command) { terminal in
                _ = try await terminal.waitFor(text: "Type 'global'")
                try terminal.type("global")
                try terminal.sendKeys("Enter")
                #expect(try await terminal.waitForExit() == 0)
            }
            let raised = try await connection.send(RedisCommand("GET", "version:global"))
            #expect(raised.text == "4")
        }
    }

    @Test(arguments: [
        (["product"], 2, "one or more"), (["search", "x"], 2, "no argument"),
        (["category", ""], 2, "empty"), (["shoes"], 2, "no scope"),
        (["inventory", "1", "2"], 2, "one ID"), (["search", "--via", "mail"], 2, "mail"),
        (["search", "--via", "api", "--yes"], 1, "REVALIDATE_URL"),
    ])
    func whatIsWrongIsSaid(arguments: [String], status: Int32, word: String) async throws {
        try await withRedis { server in
            let result = try await purge(server, arguments)
            #expect(result.status == status)
            #expect(result.errors.contains(word), "\(result.errors)")
        }
    }

    @Test func aCounterThatIsNoNumberIsNotDone() async throws {
        try await withShop { server, connection in
            _ = try await connection.send(RedisCommand("SET", "version:search", "blue"))
            let result = try await purge(server, ["search", "--yes", "--json"])
            #expect(result.status == 1)
            #expect(result.output.contains("\"outcome\" : \"notDone\""), "\(result.output)")
            let value = try await connection.send(RedisCommand("GET", "version:search"))
            #expect(value.text == "blue")
        }
    }

    @Test func aMissingCounterIsRaisedTwice() async throws {
        try await withShop { server, connection in
            _ = try await connection.send(RedisCommand("DEL", "version:search"))
            let result = try await purge(server, ["search", "--yes"])
            #expect(result.status == 0)
            let value = try await connection.send(RedisCommand("GET", "version:search"))
            #expect(value.text == "2")
        }
    }
}
