import Foundation
import RedisClient
import TestSupport
import Testing

/// The real binary in a real terminal on a real Redis: what an operator does on a bad night.
@Suite(.tags(.redis, .terminal), .timeLimit(.minutes(5))) struct DashboardTerminalTests {
    private func fill(_ server: RedisServer) async throws {
        let connection = try await RedisConnection.connect(to: server.endpoint)
        _ = try await connection.pipeline(
            [
                RedisCommand("SET", "version:search", "128"),
                RedisCommand("SET", "version:global", "9"),
            ]
                + (0..<200).flatMap { index in
                    [
                        RedisCommand("SET", "product:\(index)", "x", "EX", "60"),
                        RedisCommand(
                            "XADD", "cache:events", "*", index % 4 == 0 ? "miss" : "hit",
                            "product:\(index % 5)"),
                    ]
                })
        await connection.close()
    }

    /// `stty -g` before and after tells whether the terminal was given back as it was. `cat` keeps
    /// the pane alive: tmux changes the screen and the cursor of a dead one.
    private func command(_ arguments: String = "") -> String {
        """
        before=$(stty -g); \(Executable.cachetop.path) \(arguments); status=$?; \
        [ "$before" = "$(stty -g)" ] && echo "tty restored, status $status" || echo "tty spoilt"; cat
        """
    }

    private func count(_ server: RedisServer, _ key: String) async throws -> String? {
        let connection = try await RedisConnection.connect(to: server.endpoint)
        let reply = try await connection.send(RedisCommand("GET", key))
        await connection.close()
        return reply.text
    }

    @Test func aNightWithTheDashboard() async throws {
        try await withRedis { server in
            try await fill(server)
            let environment = [
                "REDIS_URL": server.endpoint.description, "XDG_STATE_HOME": server.folder,
            ]
            try await Tmux.withTerminal(environment: environment, command: command()) { terminal in
                _ = try await terminal.waitFor(text: "75.0%")
                var screen = try await terminal.waitFor("the shop") { lines in
                    lines.contains { $0.contains("● live") }
                        && lines.contains { $0.contains("product") && $0.contains("200") }
                }
                #expect(screen.contains { $0.contains("128") })
                #expect(screen.last?.contains("q quit") == true)

                // Invalidate all searches: asked, confirmed, done.
                try terminal.type("S")
                _ = try await terminal.waitFor(text: "INCR version:search")
                try terminal.type("n")
                _ = try await terminal.waitFor(text: "nothing was sent")
                #expect(try await count(server, "version:search") == "128")
                try terminal.type("S")
                _ = try await terminal.waitFor(text: "y sends it")
                try terminal.type("y")
                _ = try await terminal.waitFor(text: "128→129")
                #expect(try await count(server, "version:search") == "129")

                // One product, by its id.
                try terminal.type("P")
                _ = try await terminal.waitFor(text: "Invalidate product")
                try terminal.type("7")
                try terminal.sendKeys("Enter")
                _ = try await terminal.waitFor(text: "UNLINK product:7 inventory:7")
                try terminal.type("y")
                _ = try await terminal.waitFor("that screen") { lines in
                    !lines.contains { $0.contains("UNLINK product:7") }
                }
                _ = try await terminal.waitFor(text: "product 7: removed")
                #expect(try await count(server, "product:7") == nil)

                // Another terminal, a small one, back again.
                try terminal.resize(columns: 80, rows: 24)
                screen = try await terminal.waitFor("that screen") { lines in
                    lines.count == 24 && lines.last?.contains("q quit") == true
                }
                #expect(screen.contains { $0.contains("3 Resources") })
                try terminal.resize(columns: 40, rows: 10)
                screen = try await terminal.waitFor("that screen") { lines in
                    lines.count == 10 && lines.last?.contains("q quit") == true
                }
                try terminal.resize(columns: 39, rows: 10)
                _ = try await terminal.waitFor(text: "needs 40x10")
                try terminal.resize(columns: 120, rows: 40)
                _ = try await terminal.waitFor(text: "Missed keys")

                // Redis dies and comes back.
                await server.kill()
                _ = try await terminal.waitFor(text: "○ lost")
                _ = try await terminal.waitFor(text: "next try in")
                try await server.restart()
                try terminal.type("r")
                _ = try await terminal.waitFor(text: "● live")

                try terminal.type("q")
                _ = try await terminal.waitFor(text: "tty restored, status 0")
                #expect(try !terminal.isAlternateScreen())
                #expect(try terminal.isCursorVisible())
            }
        }
    }

    @Test(arguments: ["TERM", "HUP", "INT"])
    func signalsEndItInOrder(signal: String) async throws {
        try await withRedis { server in
            let environment = [
                "REDIS_URL": server.endpoint.description, "XDG_STATE_HOME": server.folder,
            ]
            // The process is known by its own number, written by the shell that becomes it.
            let pidFile = server.folder + "/pid"
            let shell = "sh -c 'echo $$ >\(pidFile); exec \(Executable.cachetop.path)'"
            let all = command().replacingOccurrences(of: Executable.cachetop.path, with: shell)
            try await Tmux.withTerminal(environment: environment, command: all) { terminal in
                _ = try await terminal.waitFor(text: "● live")
                let text = try String(contentsOfFile: pidFile, encoding: .utf8)
                let pid = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
                let number = ["TERM": SIGTERM, "HUP": SIGHUP, "INT": SIGINT][signal] ?? SIGTERM
                #expect(kill(pid, number) == 0)
                _ = try await terminal.waitFor(text: "tty restored")
                #expect(try !terminal.isAlternateScreen())
            }
        }
    }

    @Test func drawsBeforeItIsConnected() async throws {
        let environment = ["REDIS_URL": "redis://127.0.0.1:1"]
        try await Tmux.withTerminal(environment: environment, command: command()) { terminal in
            _ = try await terminal.waitFor(text: "Hit rate")
            _ = try await terminal.waitFor(text: "refused")
            try terminal.sendKeys("C-c")
            _ = try await terminal.waitFor(text: "tty restored, status 0")
        }
    }

    @Test func readOnlyRefusesCapitals() async throws {
        try await withRedis { server in
            try await fill(server)
            let environment = [
                "REDIS_URL": server.endpoint.description, "XDG_STATE_HOME": server.folder,
            ]
            try await Tmux.withTerminal(
                environment: environment, command: command("--read-only")
            ) { terminal in
                let screen = try await terminal.waitFor(text: "● live")
                #expect(screen.first?.contains("read-only") == true)
                #expect(screen.last?.contains("x invalidate") == false)
                try terminal.type("G")
                _ = try await terminal.waitFor(text: "Read-only")
                try terminal.type("q")
                _ = try await terminal.waitFor(text: "tty restored")
            }
            #expect(try await count(server, "version:global") == "9")
        }
    }

    /// Events on standard input; keys from the terminal all the same.
    @Test func logLinesOnStandardInput() async throws {
        try await withRedis { server in
            let environment = [
                "REDIS_URL": server.endpoint.description, "XDG_STATE_HOME": server.folder,
            ]
            let lines = "[CACHE HIT] product:1\\n2026 api-1 [CACHE MISS] product:2\\nother\\n"
            let pipe = "(printf '\(lines)'; sleep 60) | \(Executable.cachetop.path) --events log:-"
            try await Tmux.withTerminal(environment: environment, command: pipe) { terminal in
                _ = try await terminal.waitFor(text: "50.0%")
                try terminal.type("?")
                _ = try await terminal.waitFor(text: "Changing the cache")
                try terminal.type("q")
                try terminal.type("q")
                _ = try await terminal.waitFor("the end") { _ in
                    (try? terminal.isAlternateScreen()) == false
                }
            }
        }
    }

    @Test func aSnapshotIsWritten() async throws {
        try await withRedis { server in
            try await fill(server)
            let environment = [
                "REDIS_URL": server.endpoint.description, "XDG_STATE_HOME": server.folder,
            ]
            let command = "cd \(server.folder) && \(Executable.cachetop.path)"
            try await Tmux.withTerminal(environment: environment, command: command) { terminal in
                _ = try await terminal.waitFor(text: "75.0%")
                try terminal.type("w")
                _ = try await terminal.waitFor(text: "Wrote ./cachetop-")
                try terminal.type("q")
                #expect(try await terminal.waitForExit() == 0)
            }
            let files = try FileManager.default.contentsOfDirectory(atPath: server.folder)
            #expect(files.contains { $0.hasPrefix("cachetop-") && $0.hasSuffix("Z.json") })
        }
    }
}
