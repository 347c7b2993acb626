import RedisClient
import TestSupport
import Testing

/// `cachetop mark` as a deployment calls it.
@Suite(.tags(.redis, .terminal), .timeLimit(.minutes(5))) struct MarkCommandTests {
    private func mark(
        _ server: RedisServer, _ arguments: [String], user: String? = nil
    ) async throws -> Executable.Result {
        var environment = ["REDIS_URL": server.endpoint.description]
        if let user {
            environment["REDIS_URL"] = "unix://\(user)@\(server.socketPath)"
            environment["REDIS_PASSWORD"] = "secret"
        }
        return try await Executable.cachetop.run(["mark"] + arguments, environment: environment)
    }

    private func length(_ server: RedisServer) async throws -> Int64? {
        let connection = try await RedisConnection.connect(to: server.endpoint)
        let reply = try await connection.send(RedisCommand("XLEN", "cachetop:audit"))
        await connection.close()
        return reply.integerValue
    }

    /// Written by the user whom the README names for it, seen in a running dashboard.
    @Test func aDashboardShowsIt() async throws {
        let rules = try ReadMe.markingRules()
        #expect(rules == "~cachetop:audit +xadd ")
        let options = RedisServer.Options { $0.users = ["marker on >secret \(rules)"] }
        try await withRedis(options) { server in
            let environment = ["REDIS_URL": server.endpoint.description]
            let command = "\(Executable.cachetop.path) --audit-file none"
            try await Tmux.withTerminal(environment: environment, command: command) { terminal in
                _ = try await terminal.waitFor(text: "● live")
                let result = try await mark(
                    server, ["--as", "ci", "deploy", "42"], user: "marker")
                #expect(result.status == 0 && result.output == "Marked: deploy 42\n")
                #expect(result.errors == "", "\(result.errors)")
                let screen = try await terminal.waitFor(text: "mark: deploy 42")
                #expect(screen.contains { $0.contains("mark: deploy 42") && $0.contains("  ci") })
                try terminal.type("q")
            }
        }
    }

    @Test(
        arguments: [
            (["deploy 42", "--read-only"], 3, "Read-only mode: no mark was written."),
            ([String(repeating: "x", count: 201)], 2, "The mark has 201 bytes"),
            (["a\nb"], 2, "control character"), ([" "], 2, "The mark has no text"),
            ([], 2, "Missing expected argument"),
        ])
    func whatMayNotBeWrittenIsNot(
        _ arguments: [String], _ status: Int32, _ words: String
    ) async throws {
        try await withRedis { server in
            let result = try await mark(server, arguments)
            #expect(result.status == status && result.output.isEmpty)
            #expect(result.errors.contains(words), "\(result.errors)")
            #expect(try await length(server) == 0)
        }
    }

    @Test func aMissingRightIsNamed() async throws {
        let options = RedisServer.Options { $0.users = ["u on >secret ~cachetop:audit +ping"] }
        try await withRedis(options) { server in
            let result = try await mark(server, ["deploy 42"], user: "u")
            #expect(result.status == 1 && result.errors.contains("+xadd"), "\(result.errors)")
            #expect(result.errors.contains("No mark was written: XADD was refused"))
        }
    }

    @Test func aKeyOfAnotherTypeIsNamed() async throws {
        try await withRedis { server in
            let connection = try await RedisConnection.connect(to: server.endpoint)
            _ = try await connection.send(RedisCommand("SET", "cachetop:audit", "x"))
            await connection.close()
            let result = try await mark(server, ["deploy 42"])
            #expect(result.status == 1)
            #expect(result.errors.contains("cachetop:audit is not a stream; delete it."))
        }
    }

    @Test func whereNothingListensItSaysSo() async throws {
        let result = try await Executable.cachetop.run(
            ["mark", "deploy 42"], environment: ["REDIS_URL": "unix:///nonexistent/r.sock"])
        #expect(result.status == 1 && result.errors.contains("No mark was written. Cannot connect"))
    }
}
