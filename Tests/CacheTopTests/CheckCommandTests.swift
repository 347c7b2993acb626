import Foundation
import RedisClient
import TestSupport
import Testing

/// `cachetop check` as cron and Nagios run it, on real servers.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct CheckCommandTests {
    private static let base = ["SET product:1 x EX 30", "CONFIG SET maxmemory 100mb"]

    private func check(
        _ server: RedisServer, _ arguments: [String], user: String? = nil
    ) async throws -> (status: Int32, output: String, errors: String) {
        var environment = ["REDIS_URL": server.endpoint.description]
        if let user {
            environment["REDIS_URL"] = "unix://\(user)@\(server.socketPath)"
            environment["REDIS_PASSWORD"] = "secret"
        }
        let result = try await Executable.cachetop.run(
            ["check", "--for", "0s"] + arguments, environment: environment)
        return (result.status, result.output, result.errors)
    }

    @Test func allIsWell() async throws {
        try await withRedis { server in
            try await server.run(Self.base.map { $0.split(separator: " ").map { Array($0.utf8) } })
            let found = try await check(server, ["--rule", "keysOverTTL", "--rule", "memoryFull"])
            #expect(found.status == 0)
            #expect(found.output == "OK: 2 rules judged, none of them holds.\n")
        }
    }

    @Test func aWarningAndItsForms() async throws {
        try await withRedis { server in
            try await server.run("SET product:1 x EX 7200", "CONFIG SET maxmemory 100mb")
            let rule = ["--rule", "keysOverTTL"]
            let text = try await check(server, rule)
            #expect(text.status == 1)
            #expect(text.output.hasPrefix("WARNING: keysOverTTL: product has 1 key with more time"))
            let nagios = try await check(server, rule + ["--format", "nagios"])
            #expect(nagios.status == 1)
            let lines = nagios.output.split(separator: "\n")
            #expect(lines.count == 1 && nagios.output.hasPrefix("CACHETOP WARNING - keysOverTTL: "))
            let parts = nagios.output.split(separator: "|")
            #expect(parts.count == 2)
            #expect(parts[1].contains("'product keys'=1;;;0 "), "\(nagios.output)")
            #expect(parts[1].contains(";104857600 "), "\(nagios.output)")
            let json = try await check(server, rule + ["--format", "json"])
            #expect(json.status == 1)
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
            #expect(object["status"] as? String == "warning")
            #expect(object["schema"] as? String == "cachetop.check/1")
        }
    }

    @Test func memoryThatIsNearlyFullIsCritical() async throws {
        try await withRedis { server in
            try await server.run(
                "CONFIG SET maxmemory 1mb", "CONFIG SET maxmemory-policy noeviction")
            let found = try await check(server, ["--rule", "memoryFull"])
            #expect(found.status == 2 && found.output.hasPrefix("CRITICAL: memoryFull: "))
        }
    }

    @Test func whatCannotBeJudgedIsUnknown() async throws {
        let options = RedisServer.Options { $0.users = ["u on >secret ~* +@all -pttl"] }
        try await withRedis(options) { server in
            try await server.run("SET product:1 x EX 7200")
            let found = try await check(server, ["--rule", "keysOverTTL"], user: "u")
            #expect(found.status == 3)
            #expect(found.output.hasPrefix("UNKNOWN: keysOverTTL: "), "\(found.output)")
            let short = try await check(server, ["--rule", "memoryFillsUp"])
            #expect(short.status == 3)
            #expect(short.output.contains("It needs 10s of observation: use --for, or --state"))
        }
    }

    /// Statuses of other commands would be taken for an alert.
    @Test(arguments: [
        ["--rule", "nonsense"], ["--for", "soon"], ["--format", "xml"], ["--nonsense"],
        ["--redis", "unix:///nonexistent/redis.sock"],
    ])
    func wrongUseAndNoConnection(arguments: [String]) async throws {
        let result = try await Executable.cachetop.run(["check"] + arguments)
        #expect(result.status == 3 && result.output.isEmpty && !result.errors.isEmpty)
    }
}
