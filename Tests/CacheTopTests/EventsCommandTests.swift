import Foundation
import RedisClient
import TestSupport
import Testing

/// `cachetop events`, and what `snapshot` says of a source that is not understood.
@Suite(.tags(.redis, .terminal), .timeLimit(.minutes(5))) struct EventsCommandTests {
    private func run(_ server: RedisServer, _ commands: String...) async throws {
        let connection = try await RedisConnection.connect(to: server.endpoint)
        for command in commands {
            let words = command.split(separator: " ").map { Array($0.utf8) }
            let reply = try await connection.send(RedisCommand(arguments: words))
            #expect(reply.serverError == nil, "\(reply)")
        }
        await connection.close()
    }

    private func events(
        _ server: RedisServer, _ arguments: [String]
    ) async throws -> Executable.Result {
        try await Executable.cachetop.run(
            ["events"] + arguments, environment: ["REDIS_URL": server.endpoint.description])
    }

    @Test func eachEntryAndWhatWasMadeOfIt() async throws {
        try await withRedis { server in
            try await run(
                server, "XADD cache:events 1-1 n 5 src api hit product:1",
                "XADD cache:events 2-1 event cache_miss key search:a:v1 ttl 60",
                "XADD cache:events 3-1 kind lookup k product:1 found 1",
                "XADD cache:events 4-1 hit session:1 later x",
                "XADD cache:events 5-1 hit version:search")
            let result = try await events(server, ["--since", "0", "--explain", "5"])
            #expect(result.status == 0, "\(result.errors)")
            #expect(
                result.output == """
                    1-1  n 5 src api hit product:1
                        hit product:1  (product, counts 5 times, from api)
                    2-1  event cache_miss key search:a:v1 ttl 60
                        miss search:a:v1  (search)
                        ttl: beside the event, not needed
                    3-1  kind lookup k product:1 found 1
                        not understood: kind, k, found: no outcome with its key
                    4-1  hit session:1 later x
                        hit session:1  (other keys: of no resource)
                        not understood: later: no outcome that is known, such as hit or miss
                    5-1  hit version:search
                        hit version:search  (a counter: no hit or miss is counted)

                    """)
            #expect(result.errors.contains("stream:cache:events"))
        }
    }

    /// Without --since what is there already is left out; --explain is what it does anyway.
    @Test(arguments: [["--explain", "1"], ["--explain=1"]])
    func theNextOnesAreThoseThatCome(_ arguments: [String]) async throws {
        try await withRedis { server in
            try await run(server, "XADD cache:events * hit product:old")
            async let result = events(server, arguments)
            // It asks for entries from now on once it blocks.
            let connection = try await RedisConnection.connect(to: server.endpoint)
            while true {
                let clients = try await connection.send(RedisCommand("CLIENT", "LIST"))
                if clients.text?.contains("cmd=xread") == true { break }
                try await Task.sleep(for: .milliseconds(20))
            }
            await connection.close()
            try await run(server, "XADD cache:events * hit product:new")
            let output = try await result.output
            #expect(output.contains("product:new") && !output.contains("product:old"))
        }
    }

    @Test func linesOfStandardInput() async throws {
        let text = """
            GET / 200
            {"msg":"[CACHE HIT] product:42"}
            product:2 was a miss
            lookup product:3 -> hit
            """
        let result = try await Executable.cachetop.run(
            [
                "events", "--explain", "--events", "log:-", "--events-line",
                #"lookup (?<key>\S+) -> (?<outcome>\w+)"#,
            ], input: text)
        #expect(result.status == 0, "\(result.errors)")
        #expect(
            result.output == """
                line 1  GET / 200
                    no event
                line 2  {"msg":"[CACHE HIT] product:42"}
                    hit product:42  (product)
                line 3  product:2 was a miss
                    not understood: it looks like an event, in a form that is not known
                line 4  lookup product:3 -> hit
                    hit product:3  (product)

                """)
    }

    @Test func whatIsMissingIsSaidAndControlCEndsIt() async throws {
        try await withRedis { server in
            let errors = server.folder + "/errors"
            let command =
                "\(Executable.cachetop.path) events 2>\(errors); echo \"status $?\"; cat"
            try await Tmux.withTerminal(
                environment: ["REDIS_URL": server.endpoint.description], command: command
            ) { terminal in
                while (try? String(contentsOfFile: errors, encoding: .utf8))?
                    .contains("no stream cache:events") != true
                { try await Task.sleep(for: .milliseconds(20)) }
                try await run(server, "XADD cache:events * hit product:1")
                _ = try await terminal.waitFor(text: "hit product:1  (product)")
                try terminal.sendKeys("C-c")
                _ = try await terminal.waitFor(text: "status 0")
            }
        }
    }

    @Test(arguments: [
        (["events", "--events", "none"], 2, "name one with --events"),
        (["events", "--explain", "0"], 2, "--explain"),
        (["events", "--explain", "many"], 2, "many"),
        (["events", "--redis", "unix:///nowhere/r.sock"], 1, "/nowhere/r.sock"),
        (["snapshot", "--events-line", "x"], 2, "describes lines"),
        (["snapshot", "--events", "log:-", "--events-line", "x"], 2, "no group named 'outcome'"),
        (
            ["events", "--events", "log:-", "--events-line", "(?<outcome>x)(?<key>(y)"], 2,
            "not closed"
        ),
    ])
    func whatGoesWrongIsSaid(_ arguments: [String], _ status: Int32, _ words: String) async throws {
        let result = try await Executable.cachetop.run(arguments, input: "")
        #expect(result.status == status)
        #expect(result.errors.contains(words), "\(result.errors)")
    }

    /// A snapshot has no row on a screen to say it: standard error and `alerts` do.
    @Test func aSnapshotSaysThatNothingIsUnderstood() async throws {
        try await withRedis { server in
            try await run(server, "XADD cache:events * kind lookup k product:1 found 1")
            let result = try await Executable.cachetop.run(
                ["snapshot"], environment: ["REDIS_URL": server.endpoint.description])
            #expect(result.status == 0)
            for words in ["kind lookup k product:1 found 1", "hit product:42", "--events"] {
                #expect(result.errors.contains(words), "\(result.errors)")
            }
            #expect(result.errors.split(separator: "\n").count == 1)
            #expect(result.output.contains(#""rule" : "eventsNotUnderstood""#))
            let drawn = try await Executable.cachetop.run(
                ["render", "--from", "-"], input: result.output)
            #expect(drawn.output.contains("! 0% understood: kind lookup k product:1 found 1"))

            try await run(server, "DEL cache:events", "XADD cache:events * hit product:1")
            let good = try await Executable.cachetop.run(
                ["snapshot"], environment: ["REDIS_URL": server.endpoint.description])
            #expect(good.errors.isEmpty && good.output.contains(#""alerts" : ["#))
        }
    }

    /// Any amount counts when no more will come.
    @Test func aSnapshotOfALogSaysSoAfterOneLine() async throws {
        try await withRedis { server in
            let log = server.folder + "/api.log"
            try "".write(toFile: log, atomically: true, encoding: .utf8)
            let program = Task {
                try await Executable.cachetop.run(
                    ["snapshot", "--events", "log:\(log)", "--for", "3s"],
                    environment: ["REDIS_URL": server.endpoint.description])
            }
            // Written until it is read: when it begins to follow is its own affair.
            let writing = Task {
                let file = try FileHandle(forWritingTo: URL(filePath: log))
                while !Task.isCancelled {
                    try file.seekToEnd()
                    try file.write(contentsOf: Data("GET / 200 password=hunter2\n".utf8))
                    try await Task.sleep(for: .milliseconds(200))
                }
            }
            let result = try await program.value
            writing.cancel()
            #expect(result.errors.contains("none is a cache event"), "\(result.errors)")
            #expect(result.errors.contains("--events-line"))
            #expect(!(result.errors + result.output).contains("hunter2"))
        }
    }
}
