import ArgumentParser
import Dashboard
import Foundation
import RedisClient
import TestSupport
import Testing

@testable import CacheTop

/// README, `--help` and the program say the same.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct ReadMeTests {
    @Test func everyKeyIsListed() throws {
        let text = try ReadMe.text
        for binding in Keymap.bindings {
            let row = "| `\(binding.label)` | \(binding.help) |"
            #expect(text.contains(row), "README lacks: \(row)")
        }
    }

    @Test func everyOptionIsListed() throws {
        let text = try ReadMe.text
        let help = CommonOptions.helpMessage(columns: 200)
        let options = Set(help.matches(of: /--[a-z-]+/).map { String($0.output) })
        #expect(options.count > 10)
        for option in options where option != "--help" && option != "--version" {
            #expect(text.contains(option), "README lacks \(option)")
        }
    }

    /// What most need is in the help of the program itself, under names that exist.
    @Test func theFirstHelpNamesOptionsThatExist() throws {
        let help = CacheTop.helpMessage(columns: 200)
        let known = Set(
            CommonOptions.helpMessage(columns: 200).matches(of: /--[a-z-]+/).map(\.output))
        for option in ["--redis", "--tls-ca", "--read-only", "--env", "--events", "--config"] {
            #expect(help.contains("  \(option) ") && known.contains(option[...]), "\(option)")
        }
        #expect(try ReadMe.text.contains("share/bash-completion/completions"))
    }

    @Test func theFirstTwoCommandsAreDemoAndTest() throws {
        let commands = try ReadMe.text.split(separator: "\n").filter {
            $0.hasPrefix("make ")
        }.prefix(2).map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
        #expect(commands == ["make demo", "make test"])
    }

    /// The user that README tells to make for purging can do every scope.
    @Test(arguments: [
        ["product", "1"], ["category", "shoes"], ["search"], ["global"], ["pattern", "facets:*"],
    ])
    func theOperatorMayPurge(arguments: [String]) async throws {
        let rules = try ReadMe.purgingRules()
        let options = RedisServer.Options { $0.users = ["operator on >secret \(rules)"] }
        try await withRedis(options) { server in
            let connection = try await RedisConnection.connect(to: server.endpoint)
            _ = try await connection.pipeline([
                RedisCommand("SET", "product:1", "x"), RedisCommand("SET", "facets:a", "x"),
                RedisCommand("XADD", "cache:events", "*", "hit", "product:1"),
            ])
            await connection.close()
            let environment = [
                "REDIS_URL": "unix://operator@\(server.socketPath)", "REDIS_PASSWORD": "secret",
            ]
            let result = try await Executable.cachetop.run(
                ["purge"] + arguments + ["--yes"], environment: environment)
            #expect(result.status == 0, "\(result.errors)")
            #expect(!result.output.contains("NOPERM"), "\(result.output)")
        }
    }
}
