import Foundation
import Glibc
import Metrics
import NIOHTTP1
import RedisClient
import TestSupport
import Testing

@testable import Storefront

/// The real program: what it prints, and how it ends.
@Suite(.tags(.redis, .http), .timeLimit(.minutes(5))) struct ServerProgramTests {
    private static let secret = ["REVALIDATE_SECRET": ServerFixture.secret]

    private func arguments(_ server: RedisServer, _ more: [String]) -> [String] {
        ["serve", "--redis", "unix://\(server.socketPath)", "--products", "500", "--catalogue"]
            + ["\(server.folder)/shop.sqlite"] + more
    }

    private func url(_ program: RunningProgram) async throws -> String {
        try await program.waitFor(text: "storefront listens on ")
        let line = try #require(program.output.split(separator: "\n").first)
        return String(line.dropFirst("storefront listens on ".count))
    }

    private func told(_ server: RedisServer) async throws -> [String] {
        let entries = try await RedisConnection.withConnection(to: server.endpoint) {
            try await $0.send(RedisCommand("XRANGE", "cache:events", "-", "+")).elements ?? []
        }
        return entries.flatMap { $0.elements?.last?.elements ?? [] }.compactMap(\.text)
    }

    @Test(arguments: [SIGTERM, SIGINT]) func aSignalEndsItWithAllTold(signal: Int32) async throws {
        try await withRedis { server in
            let arguments = arguments(server, ["--port", "0", "--src", "shop-1"])
            try await RunningProgram.with(.storefront, arguments, environment: Self.secret) {
                program in
                let url = try await url(program)
                #expect(url.hasPrefix("http://127.0.0.1:"))
                for id in 1...7 {
                    let answer = try await ServerFixture.send(.GET, "\(url)/api/product/\(id)")
                    #expect(answer.status == 200 && answer.cache == "MISS")
                }
                program.send(signal)
                #expect(try await program.waitForExit() == 0)
                #expect(program.output == "storefront listens on \(url)\n")
                let log = program.errors.split(separator: "\n")
                #expect(log.allSatisfy { $0.contains("Z info storefront: ") }, "\(log)")
            }
            let words = try await told(server)
            #expect(words.filter { $0 == "miss" }.count == 7)
            #expect(words.filter { $0 == "fill" }.count == 7)
            #expect(words.contains("shop-1"))
        }
    }

    @Test func aSocketServesAsWellAndItsRemainsAreRemoved() async throws {
        try await withRedis { server in
            let path = "\(server.folder)/shop.sock"
            let arguments = arguments(server, ["--unix-socket", path])
            for end in [SIGKILL, SIGTERM] {
                try await RunningProgram.with(.storefront, arguments, environment: Self.secret) {
                    program in
                    let url = try await url(program)
                    #expect(url == "http+unix://" + path.replacing("/", with: "%2F"))
                    let answer = try await ServerFixture.send(.GET, "\(url)/api/trending")
                    #expect(answer.status == 200)
                    program.send(end)
                    #expect(try await program.waitForExit() == (end == SIGKILL ? 137 : 0))
                }
                #expect(FileManager.default.fileExists(atPath: path) == (end == SIGKILL))
            }
            let limits = try await RedisConnection.withConnection(to: server.endpoint) {
                try await $0.send(RedisCommand("KEYS", "ratelimit:*")).elements ?? []
            }
            #expect(limits.compactMap(\.text) == ["ratelimit:shop:local"])
        }
    }

    @Test func withoutRedisItServesAndSaysSo() async throws {
        let folder = FileManager.default.temporaryDirectory.path()
        let arguments = [
            "serve", "--port", "0", "--redis", "unix:///nowhere/redis.sock", "--products", "500",
            "--catalogue", "\(folder)/shop-\(UUID().uuidString).sqlite",
        ]
        try await RunningProgram.with(.storefront, arguments, environment: Self.secret) { program in
            let url = try await url(program)
            #expect(try await ServerFixture.send(.GET, "\(url)/api/trending").cache == "BYPASS")
            #expect(program.errors.contains("everything comes from the catalogue"))
            program.send(SIGTERM)
            #expect(try await program.waitForExit() == 0)
        }
    }

    @Test func aPortThatIsTakenIsNamed() async throws {
        try await withRedis(.init { $0.tcp = true }) { server in
            let port = try #require(server.port)
            let result = try await Executable.storefront.run(
                arguments(server, ["--port", "\(port)"]), environment: Self.secret)
            #expect(result.status == 1)
            #expect(result.errors.contains("port \(port) is in use by another program"))
            #expect(result.output.isEmpty)
        }
    }

    @Test func theEndOfItsInputEndsIt() async throws {
        try await withRedis { server in
            let result = try await Executable.storefront.run(
                arguments(server, ["--port", "0", "--exit-with-stdin"]), environment: Self.secret)
            #expect(result.status == 0)
        }
    }

    @Test(
        arguments: [
            (nil, [], "REVALIDATE_SECRET"), ("fifteen letters", [], "16 characters"),
            (ServerFixture.secret, ["--port", "65536"], "--port"),
            (ServerFixture.secret, ["--rate-limit", "-1"], "--rate-limit"),
            (ServerFixture.secret, ["--connections", "0"], "--connections"),
            (ServerFixture.secret, ["--redis", "redis://u:hidden@h"], "REDIS_PASSWORD"),
        ] as [(String?, [String], String)])
    func wrongUseIsRefused(secret: String?, arguments: [String], expected: String) async throws {
        let result = try await Executable.storefront.run(
            ["serve"] + arguments, environment: secret.map { ["REVALIDATE_SECRET": $0] } ?? [:])
        #expect(result.status == 2)
        #expect(result.errors.contains(expected))
        for text in ["fifteen letters", ServerFixture.secret, "hidden"] {
            #expect(!result.errors.contains(text))
        }
    }

    @Test func aWrongMeilisearchIsRefused() async throws {
        var environment = Self.secret
        environment["MEILI_HOST"] = "ftp://localhost:7700"
        let result = try await Executable.storefront.run(["serve"], environment: environment)
        #expect(result.status == 2)
        #expect(result.errors.contains("MEILI_HOST"))
    }
}
