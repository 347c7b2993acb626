import Foundation
import RedisClient
import TestSupport
import Testing

/// Alerts in the real program: the terminal's bell, and the command of `--on-alert` when Redis goes.
@Suite(.tags(.redis, .terminal), .timeLimit(.minutes(5))) struct AlertTerminalTests {
    private func isRung(_ terminal: Tmux) throws -> Bool {
        try terminal.query("#{window_bell_flag}") == "1"
    }

    @Test func withoutTheOptionItIsSilent() async throws {
        try await withRedis { server in
            let environment = [
                "REDIS_URL": server.endpoint.description, "XDG_STATE_HOME": server.folder,
            ]
            try await Tmux.withTerminal(
                environment: environment, command: Executable.cachetop.path
            ) { terminal in
                try await terminal.waitFor(text: "● live")
                await server.kill()
                try await terminal.waitFor(text: "nothing from Redis for 1")
                #expect(try !isRung(terminal))
            }
        }
    }

    /// The night on which it counts: Redis dies; the bell rings, and the command is told. What was so at the
    /// start does neither.
    @Test func theBellRingsAndTheCommandIsToldThatRedisDied() async throws {
        try await AlertFolder.with { folder in
            let script = try folder.script(
                "#!/bin/sh\ncat >\(folder.path)/new && mv \(folder.path)/new \(folder.path)/told-$$\n"
            )
            try await withRedis { server in
                try await server.run("CONFIG SET maxmemory 100mb")
                let environment = [
                    "REDIS_URL": server.endpoint.description, "XDG_STATE_HOME": server.folder,
                    "CACHETOP_ON_ALERT": script,
                ]
                try await Tmux.withTerminal(
                    environment: environment, command: "\(Executable.cachetop.path) --bell"
                ) { terminal in
                    try await terminal.waitFor(text: "writes are refused")
                    #expect(try !isRung(terminal))
                    await server.kill()
                    try await terminal.waitFor(text: "nothing from Redis for")
                    try await terminal.waitUntil("the command's call") {
                        folder.told.contains { $0.contains("redisUnavailable") }
                    }
                    let told = try #require(
                        folder.told.first { $0.contains("redisUnavailable") })
                    for part in [
                        #""event":"began""#, #""severity":"critical""#, #""heldAtStart":false"#,
                        "the connection", #""until":null"#,
                    ] { #expect(told.contains(part), "\(part): \(told)") }
                    try await terminal.waitUntil("the bell") { try isRung(terminal) }
                    try await server.restart()
                    try terminal.type("r")
                    try await terminal.waitFor("an answer") { lines in
                        lines.contains { $0.contains("● live") }
                            && !lines.contains { $0.contains("nothing from Redis") }
                    }
                    // It is over: a line of the timeline and of the page.
                    try terminal.type("a")
                    try await terminal.waitFor(text: "nothing from Redis")
                }
            }
        }
    }

    /// Without a screen, too: also for one that never answered.
    @Test func serveTellsItAndHasItAsAMetric() async throws {
        try await AlertFolder.with { folder in
            let script = try folder.script(
                "#!/bin/sh\ncat >\(folder.path)/new && mv \(folder.path)/new \(folder.path)/told-$$\n"
            )
            try await RunningProgram.with(
                .cachetop,
                [
                    "serve", "--listen", "127.0.0.1:0", "--redis", "redis://127.0.0.1:1",
                    "--on-alert", script,
                ]
            ) { program in
                try await program.waitFor(text: "/metrics\n")
                let due = ContinuousClock.now + .seconds(90)
                while folder.told.isEmpty, .now < due {
                    try await Task.sleep(for: .milliseconds(50))
                }
                let told = try #require(folder.told.first)
                #expect(told.contains(#""rule":"redisUnavailable""#), "\(told)")
                #expect(told.contains(#""heldAtStart":true"#), "\(told)")
            }
        }
    }
}

extension AlertFolder {
    /// The documents that the command was given.
    fileprivate var told: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasPrefix("told-") }.compactMap { text($0) }
    }
}
