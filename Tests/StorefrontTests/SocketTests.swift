import Foundation
import Glibc
import RedisClient
import Synchronization
import TestSupport
import Testing

@testable import Storefront

/// Unix sockets: none is taken from a program that listens, and none is removed that is another's.
@Suite(.tags(.redis, .http), .timeLimit(.minutes(5))) struct SocketTests {
    private static let secret = ["REVALIDATE_SECRET": ServerFixture.secret]

    private final class Tally: Sendable {
        let asked = Mutex(0)
        let failed = Mutex(0)
        let isOver = Mutex(false)
    }

    private func arguments(_ server: RedisServer, _ path: String) -> [String] {
        [
            "serve", "--redis", "unix://\(server.socketPath)", "--products", "500", "--catalogue",
            "\(server.folder)/shop.sqlite", "--unix-socket", path,
        ]
    }

    private func serving(
        _ server: RedisServer, _ path: String,
        _ body: @Sendable (RunningProgram) async throws -> Void
    ) async throws {
        try await RunningProgram.with(
            .storefront, arguments(server, path), environment: Self.secret
        ) { program in
            try await program.waitFor(text: "storefront listens on ")
            try await body(program)
        }
    }

    private func end(_ program: RunningProgram) async throws {
        program.send(SIGTERM)
        #expect(try await program.waitForExit() == 0)
    }

    private func isAnswered(_ path: String) async -> Bool {
        (try? await RawHTTP(socket: path).get("/api/trending"))?.status == 200
    }

    @Test func aSocketInUseIsRefusedByTheNameOfItsProgram() async throws {
        try await withRedis { server in
            let path = "\(server.folder)/shop.sock"
            try await serving(server, path) { program in
                let second = try await Executable.storefront.run(
                    arguments(server, path), environment: Self.secret)
                #expect(second.status == 1)
                #expect(
                    second.errors.contains(
                        "\(path) is in use: storefront (process \(program.pid)) listens on it."))
                #expect(second.errors.contains("Stop that program first"))
                #expect(await isAnswered(path))
                try await end(program)
            }
        }
    }

    @Test func anotherProgramsSocketStaysItsOwn() async throws {
        try await withRedis { server in
            let result = try await Executable.storefront.run(
                arguments(server, server.socketPath), environment: Self.secret)
            #expect(result.status == 1)
            #expect(result.errors.contains("redis-server (process "))
            let pong = try await RedisConnection.withConnection(to: server.endpoint) {
                try await $0.send(RedisCommand("PING")).text
            }
            #expect(pong == "PONG")
        }
    }

    @Test func aFileThatIsNoSocketStays() async throws {
        try await withRedis { server in
            let path = "\(server.folder)/shop.sock"
            try Data("mine".utf8).write(to: URL(filePath: path))
            let result = try await Executable.storefront.run(
                arguments(server, path), environment: Self.secret)
            #expect(result.status == 1)
            #expect(result.errors.contains("is a file and no socket"))
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
        }
    }

    /// Several start at once on what a killed one has left: one gets it, and it is answered.
    @Test func ofSeveralOneTakesADeadSocket() async throws {
        try await withRedis { server in
            let path = "\(server.folder)/shop.sock"
            try await serving(server, path) { program in
                program.send(SIGKILL)
                try await program.waitForExit()
            }
            #expect(SocketFile.occupant(of: path) == .dead)
            let tally = Tally()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 1...3 {
                    group.addTask {
                        try await RunningProgram.with(
                            .storefront, arguments(server, path), environment: Self.secret
                        ) { program in
                            try await eventually {
                                program.output.contains("listens on") || program.status != nil
                            }
                            guard program.status == nil else { return }
                            tally.asked.withLock { $0 += 1 }
                            #expect(await isAnswered(path))
                            // The others have had their try.
                            try await Task.sleep(for: .seconds(1))
                            try await end(program)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(tally.asked.withLock { $0 } == 1)
        }
    }

    /// The socket was taken away by force and another server has it: it is not removed.
    @Test func whoStopsRemovesOnlyWhatIsItsOwn() async throws {
        try await withRedis { server in
            let path = "\(server.folder)/shop.sock"
            try await serving(server, path) { old in
                unlink(path)
                try await serving(server, path) { new in
                    try await end(old)
                    #expect(await isAnswered(path))
                    try await end(new)
                    #expect(!FileManager.default.fileExists(atPath: path))
                }
            }
        }
    }

    /// As docs/deploy.md tells it, with shoppers who never stop asking.
    @Test func aHandOverFailsNoRequest() async throws {
        try await withRedis { server in
            let path = "\(server.folder)/shop.sock"
            let tally = Tally()
            try await serving(server, path) { old in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for shopper in 1...4 {
                        group.addTask {
                            while !Task.isCancelled, !tally.isOver.withLock({ $0 }) {
                                let answer = try? await RawHTTP(socket: path).get(
                                    "/api/product/\(shopper)")
                                tally.asked.withLock { $0 += 1 }
                                guard answer?.status != 200 else { continue }
                                tally.failed.withLock { $0 += 1 }
                                try await Task.sleep(for: .milliseconds(5))
                            }
                        }
                    }
                    try await serving(server, path + ".new") { new in
                        let before = tally.asked.withLock { $0 }
                        #expect(rename(path + ".new", path) == 0)
                        try await end(old)
                        try await eventually { tally.asked.withLock { $0 } > before + 100 }
                        #expect(await isAnswered(path))
                        tally.isOver.withLock { $0 = true }
                        try await end(new)
                    }
                    try await group.waitForAll()
                }
            }
            #expect(tally.failed.withLock { $0 } == 0)
            #expect(tally.asked.withLock { $0 } > 100)
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }
}
