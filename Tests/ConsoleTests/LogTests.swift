import Foundation
import Glibc
import RedisClient
import TestSupport
import Testing

/// `--log` and `--log-level` at the real programs.
@Suite(.tags(.redis, .http), .timeLimit(.minutes(5))) struct LogTests {
    private static let password = "hunter2-Xyzzy"

    /// - Returns: the lines of the log of a purge.
    private func purge(
        _ arguments: [String], _ environment: [String: String] = [:], users: [String] = [],
        _ check: (Executable.Result, [Substring]) throws -> Void
    ) async throws {
        let options = RedisServer.Options { ($0.password, $0.users) = (Self.password, users) }
        try await withRedis(options) { server in
            try await RedisConnection.withConnection(to: server.endpoint) {
                _ = try await $0.send(RedisCommand("SET", "product:secret-key", "x"))
            }
            let log = "\(server.folder)/cachetop.log"
            let words = arguments.map { $0.replacing("{log}", with: log) }
            let given = [
                "REDIS_URL": "unix://\(server.socketPath)", "REDIS_PASSWORD": Self.password,
                "CACHETOP_AUDIT_FILE": "none",
            ].merging(environment.mapValues { $0.replacing("{log}", with: log) }) { $1 }
            let result = try await Executable.cachetop.run(
                ["purge", "key", "product:secret-key", "--yes"] + words, environment: given)
            let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            if !text.isEmpty {
                let mode = try FileManager.default.attributesOfItem(atPath: log)[.posixPermissions]
                #expect(mode as? Int == 0o600)
            }
            for word in [Self.password, "secret-key"] { #expect(!text.contains(word)) }
            try check(result, text.split(separator: "\n"))
        }
    }

    @Test(arguments: [
        (["--log", "{log}", "--log-level", "trace"], [:]),
        ([], ["CACHETOP_LOG": "{log}\r", "CACHETOP_LOG_LEVEL": "TRACE"]),
    ])
    func eachCommandIsThereAtTrace(
        arguments: [String], environment: [String: String]
    ) async throws {
        try await purge(arguments, environment) { result, lines in
            #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
            #expect(lines.contains { $0.contains(/Z info cachetop: connected to=unix:/) })
            #expect(
                lines.contains { $0.contains(/Z trace cachetop: AUTH, PING, CLIENT SETNAME ms=/) })
            #expect(lines.contains { $0.contains(/Z trace cachetop: UNLINK ms=[0-9.]+$/) })
            let end = "invalidation ended keysRemoved=1 outcome=done scope=key"
            #expect(lines.contains { $0.contains(end) })
        }
    }

    @Test func atInfoThereAreNoCommands() async throws {
        try await purge(["--log", "{log}"]) { result, lines in
            #expect(result.status == 0)
            #expect(
                lines.count >= 2 && lines.allSatisfy { $0.contains("Z info cachetop: ") })
        }
    }

    @Test func withoutAFileThereIsNone() async throws {
        try await purge(["--log-level", "trace"]) { result, lines in
            #expect(result.status == 0 && result.errors.isEmpty && lines.isEmpty)
        }
    }

    @Test func aRefusalHasItsCommandAndCode() async throws {
        let users = ["watcher on >\(Self.password) ~* +@all -unlink"]
        let url = ["REDIS_URL": "unix://watcher@{folder}/redis.sock"]
        try await purge(["--log", "{log}"], users: users) { result, _ in
            #expect(result.status == 0)
        }
        let options = RedisServer.Options { $0.users = users }
        try await withRedis(options) { server in
            let log = "\(server.folder)/a.log"
            let environment = [
                "REDIS_URL": url["REDIS_URL"]?.replacing("{folder}", with: server.folder) ?? "",
                "REDIS_PASSWORD": Self.password, "CACHETOP_LOG": log, "CACHETOP_AUDIT_FILE": "none",
            ]
            try await RedisConnection.withConnection(to: server.endpoint) {
                _ = try await $0.send(RedisCommand("SET", "product:1", "x"))
            }
            let result = try await Executable.cachetop.run(
                ["purge", "key", "product:1", "--yes"], environment: environment)
            #expect(result.status == 1)
            let text = try String(contentsOfFile: log, encoding: .utf8)
            #expect(
                text.contains("notice cachetop: refused code=NOPERM command=UNLINK"), "\(text)")
        }
    }

    @Test(arguments: [
        (["--log-level", "loud"], Int32(2), "--log-level is 'loud'; use one of trace, debug"),
        (["--log", "/nonexistent/a.log"], 1, "/nonexistent/a.log: No such file or directory"),
        (["--log", "/"], 1, "Is a directory"),
    ])
    func whatCanNotBeLoggedToIsASentence(
        arguments: [String], status: Int32, sentence: String
    ) async throws {
        try await purge(arguments) { result, _ in
            #expect(result.status == status && result.errors.contains(sentence), "\(result.errors)")
        }
    }

    /// A pipe of 4 KiB that nobody reads.
    @Test func aLogThatIsNotReadHoldsNothingUp() async throws {
        try await withRedis { server in
            let log = "\(server.folder)/log.pipe"
            try #require(mkfifo(log, 0o600) == 0)
            let reader = open(log, O_RDWR | O_NONBLOCK | O_CLOEXEC)
            defer { close(reader) }
            // F_SETPIPE_SZ, which Glibc does not name here.
            _ = fcntl(reader, 1031, 4096)
            try await RedisConnection.withConnection(to: server.endpoint) {
                _ = try await $0.pipeline(
                    (0..<300).map { RedisCommand("SET", "product:\($0)", "x") })
            }
            let result = try await Executable.cachetop.run(
                [
                    "purge", "pattern", "product:*", "--yes", "--purge-batch", "1", "--log", log,
                    "--log-level", "trace",
                ],
                environment: [
                    "REDIS_URL": "unix://\(server.socketPath)", "CACHETOP_AUDIT_FILE": "none",
                ])
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.contains("300"))
        }
    }

    @Test func theStorefrontLogsToStandardErrorAtInfo() async throws {
        try await withRedis { server in
            let arguments = [
                "serve", "--redis", "unix://\(server.socketPath)", "--products", "60",
                "--catalogue", "\(server.folder)/shop.sqlite", "--port", "0",
            ]
            let environment = ["REVALIDATE_SECRET": "0123456789abcdef"]
            try await RunningProgram.with(.storefront, arguments, environment: environment) {
                (program: RunningProgram) async throws in
                try await program.waitFor(text: "storefront listens on ")
                try await program.waitFor(text: "Z info storefront: connected to=unix://")
                await server.kill()
                try await program.waitFor(text: "everything comes from the catalogue.")
                try await server.restart()
                try await program.waitFor(text: "Z info storefront: Redis is back.")
                let lines = program.errors.split(separator: "\n")
                #expect(lines.allSatisfy { $0.contains(/Z (info|warning) storefront:/) })
                #expect(!program.errors.contains("trace"))
            }
        }
    }
}
