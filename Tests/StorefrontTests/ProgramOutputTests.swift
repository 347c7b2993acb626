import Foundation
import Glibc
import NIOHTTP1
import RedisClient
import TestSupport
import Testing

@testable import Storefront

/// What nobody can read, or nobody does read, must not end a program, nor hold it up.
@Suite(.tags(.redis, .http), .timeLimit(.minutes(5))) struct ProgramOutputTests {
    private static let secret = ["REVALIDATE_SECRET": ServerFixture.secret]

    /// The program, with its output redirected as a shell does it.
    private func shell(_ redirection: String, _ arguments: [String]) -> [String] {
        ["sh", "-c", "exec \"$@\" \(redirection)", "sh", Executable.storefront.path] + arguments
    }

    private func common(_ server: RedisServer) -> [String] {
        [
            "--redis", "unix://\(server.socketPath)", "--products", "500", "--catalogue",
            "\(server.folder)/shop.sqlite",
        ]
    }

    private func serving(
        _ server: RedisServer, errors: String,
        _ body: @Sendable (RunningProgram, String) async throws -> Void
    ) async throws {
        let arguments = shell(
            "2>\(errors)", ["serve", "--port", "0", "--log-requests"] + common(server))
        try await RunningProgram.with(.env, arguments, environment: Self.secret) { program in
            try await program.waitFor(text: "storefront listens on ")
            let line = try #require(program.output.split(separator: "\n").first)
            try await body(program, String(line.dropFirst("storefront listens on ".count)))
        }
    }

    /// A pipe of 4 KiB, and its reader's end.
    private func pipe(in folder: String) throws -> (path: String, reader: Int32) {
        let path = "\(folder)/errors.pipe"
        try #require(mkfifo(path, 0o600) == 0)
        let reader = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        try #require(reader >= 0)
        // F_SETPIPE_SZ, which Glibc does not name here.
        _ = fcntl(reader, 1031, 4096)
        return (path, reader)
    }

    @Test func aFullDiskEndsNoServer() async throws {
        try await withRedis { server in
            try await serving(server, errors: "/dev/full") { program, url in
                for _ in 1...3 {
                    let answer = try await ServerFixture.send(.GET, "\(url)/api/trending")
                    #expect(answer.status == 200)
                }
                program.send(SIGTERM)
                #expect(try await program.waitForExit() == 0)
            }
        }
    }

    @Test func aReaderThatIsGoneEndsNoServer() async throws {
        try await withRedis { server in
            let (path, reader) = try pipe(in: server.folder)
            try await serving(server, errors: path) { program, url in
                close(reader)
                try await RedisConnection.withConnection(to: server.endpoint) {
                    _ = try await $0.send(RedisCommand("CLIENT", "KILL", "TYPE", "normal"))
                }
                for _ in 1...3 {
                    let answer = try await ServerFixture.send(.GET, "\(url)/api/trending")
                    #expect(answer.status == 200)
                }
                program.send(SIGTERM)
                #expect(try await program.waitForExit() == 0)
            }
        }
    }

    @Test(arguments: [false, true]) func aReaderThatSleepsHoldsNobodyUp(wakes: Bool) async throws {
        try await withRedis { server in
            let (path, reader) = try pipe(in: server.folder)
            defer { close(reader) }
            try await serving(server, errors: path) { program, url in
                for _ in 1...1300 {
                    let answer = try await ServerFixture.send(.GET, "\(url)/api/trending")
                    try #require(answer.status == 200)
                }
                program.send(SIGTERM)
                var text: [UInt8] = []
                let due = ContinuousClock.now + .seconds(60)
                while program.status == nil, .now < due {
                    if wakes { text += unread(reader) }
                    try await Task.sleep(for: .milliseconds(5))
                }
                #expect(program.status == 0)
                guard wakes else { return }
                text += unread(reader)
                let lines = String(decoding: text, as: UTF8.self).split(separator: "\n").filter {
                    !$0.contains("connected to=")
                }
                let last = try #require(lines.last)
                let left = try #require(last.split(separator: " ").first.flatMap { Int($0) })
                #expect(
                    last.hasSuffix(
                        "lines were left out here: they came faster than they could be written."))
                #expect(left > 0 && left + lines.count - 1 == 1300)
            }
        }
    }

    /// What there is to read at the moment.
    private func unread(_ descriptor: Int32) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return bytes }
            bytes += buffer.prefix(count)
        }
    }

    @Test func outputThatIsLostIsAFailure() async throws {
        try await withRedis { server in
            try await LoadServer().serve { url in
                let folder = common(server)
                for arguments in [
                    ["load", url, "--rps", "50", "--duration", "200ms", "--json"],
                    ["warm", "--queries", "1", "--products-top", "1"] + folder,
                    ["edit", "price", "1", "19.90"] + folder.suffix(2),
                ] {
                    let result = try await Executable.env.run(shell(">/dev/full", arguments))
                    #expect(result.status == 1, "\(arguments)")
                    #expect(
                        result.errors.contains(
                            "Could not write to standard output: No space left on device."),
                        "\(result.errors)")
                }
            }
        }
    }

    @Test func aFullDiskEndsNoListener() async throws {
        try await withRedis { server in
            let made = try await Executable.storefront.run(
                ["warm", "--queries", "1", "--products-top", "1"] + common(server))
            #expect(made.status == 0)
            try await RunningProgram.with(
                .env, shell(">/dev/full", ["listen"] + common(server))
            ) { program in
                let edited = try await Executable.storefront.run(
                    ["edit", "price", "1", "19.90"] + common(server).suffix(2))
                #expect(edited.status == 0)
                try await RedisConnection.withConnection(to: server.endpoint) { redis in
                    let due = ContinuousClock.now + .seconds(60)
                    while try await redis.send(RedisCommand("GET", "version:search")).isNull,
                        .now < due, program.status == nil
                    {
                        try await Task.sleep(for: .milliseconds(20))
                    }
                }
                #expect(program.status == nil)
                program.send(SIGTERM)
                #expect(try await program.waitForExit() == 0)
            }
        }
    }
}
