import Foundation
import RedisClient
import TestSupport
import Testing

/// What Enter opens and `e` writes, by the real binary in a real terminal on a real Redis.
@Suite(.tags(.redis, .terminal), .timeLimit(.minutes(5))) struct DetailsTerminalTests {
    private func fill(_ server: RedisServer) async throws {
        var commands = (1...5).map { ["SET", "product:90\($0)", "copy \($0)", "EX", "600"] }
        commands += (1...3).map { ["SET", "product:80\($0)", "copy"] }
        commands += (1...9).map { _ in ["XADD", "cache:events", "*", "miss", "product:901"] }
        commands += [["XADD", "cache:events", "*", "hit", "product:901", "miss", "product:902"]]
        try await server.run(commands.map { $0.map { Array($0.utf8) } })
    }

    private func csv(in folder: String) throws -> String? {
        try FileManager.default.contentsOfDirectory(atPath: folder)
            .first { $0.hasSuffix(".csv") }.map { "\(folder)/\($0)" }
    }

    @Test func aResourceItsKeysAndAFile() async throws {
        try await withRedis { server in
            try await fill(server)
            let environment = [
                "REDIS_URL": server.endpoint.description, "XDG_STATE_HOME": server.folder,
            ]
            let command = "cd \(server.folder) && \(Executable.cachetop.path)"
            try await Tmux.withTerminal(environment: environment, command: command) { terminal in
                _ = try await terminal.waitFor("the sweep") { lines in
                    lines.contains { $0.contains("● live") }
                        && lines.contains { $0.contains("5!") }
                }
                // The wrong times to live: three keys.
                try terminal.sendKeys("7", "Down", "Enter")
                var screen = try await terminal.waitFor(text: "product: over policy, policy 1m00")
                #expect(screen[0].contains(" > product > over policy"))
                #expect(screen.count { $0.hasPrefix(" product:90") } == 5)
                try terminal.type("e")
                _ = try await terminal.waitFor(text: "Wrote ./cachetop-ttl-over-product-")
                let file = try #require(try csv(in: server.folder))
                let text = try String(contentsOfFile: file, encoding: .utf8)
                #expect(text.components(separatedBy: "\r\n").count == 7)
                let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
                #expect(mode as? Int == 0o600)
                try terminal.sendKeys("Right")
                screen = try await terminal.waitFor(text: "product: no expiry")
                #expect(screen.contains { $0.contains("product:801") && $0.contains("never") })

                // A key that misses.
                try terminal.sendKeys("4", "Down", "Enter")
                _ = try await terminal.waitFor(text: "> product:901")
                screen = try await terminal.waitFor(text: "encoding      embstr")
                #expect(
                    screen.contains { $0.contains("1 min       9 misses       1 hits   10.0%") })
                try terminal.type("v")
                _ = try await terminal.waitFor(text: "value         copy 1")
                try await server.run("DEL product:901")
                _ = try await terminal.waitFor(text: "It was not there when it was asked for")
                try terminal.sendKeys("Escape")

                // The resource with what is behind it.
                try terminal.sendKeys("3", "Down", "Down", "Enter")
                _ = try await terminal.waitFor(text: "If product is purged now")
                try terminal.sendKeys("Escape")
                try terminal.type("q")
                #expect(try await terminal.waitForExit() == 0)
            }
        }
    }
}
