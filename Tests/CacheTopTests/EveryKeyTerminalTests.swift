import Dashboard
import Foundation
import RedisClient
import TestSupport
import Testing

/// Each key of the table, pressed in a real terminal on a real Redis; what it does is read from the screen.
@Suite(.tags(.redis, .terminal), .timeLimit(.minutes(5))) struct EveryKeyTerminalTests {
    /// Forty keys that missed, product:100 most; five live too long.
    private func fill(_ server: RedisServer) async throws {
        var commands = [["SET", "version:search", "7"], ["SET", "version:global", "3"]]
        for index in 0..<40 {
            let key = "product:\(100 + index)"
            commands.append(["SET", key, "copy", "EX", index < 5 ? "900" : "60"])
            commands.append(
                ["XADD", "cache:events", "*", "n", "\(1000 - 10 * index)", "miss", key, "hit", key])
        }
        try await server.run(commands.map { $0.map { Array($0.utf8) } })
    }

    @Test(arguments: [(80, 24, "q"), (120, 40, "F10")])
    func eachKeyDoesWhatTheHelpSays(columns: Int, rows: Int, end: String) async throws {
        try await withRedis { server in
            try await fill(server)
            let environment = [
                "REDIS_URL": server.endpoint.description, "XDG_STATE_HOME": server.folder,
                // So that the selected row alone is in reverse video.
                "NO_COLOR": "1",
            ]
            try await Tmux.withTerminal(
                columns: columns, rows: rows, environment: environment,
                command: "cd \(server.folder) && \(Executable.cachetop.path)"
            ) { terminal in
                try terminal.acceptClipboard()
                var walk = KeyWalk(terminal: terminal)
                try await walk.see("5!")
                try await terminal.waitForMissedKeys(40)
                try await walk.changes()
                try await walk.panels()
                try await walk.scrolling()
                try await walk.lists()
                try await walk.findings()
                try await walk.search()
                try await walk.details()
                try await walk.settings()
                try await walk.time()
                try await walk.dialogs()
                walk.pressed.insert("q")
                try terminal.sendKeys(end)
                #expect(try await terminal.waitForExit(timeout: .seconds(60)) == 0)
                let labels = Set(Keymap.bindings.map(\.label))
                #expect(walk.pressed == labels, "press the others in a KeyWalk function")
            }
            for kind in [".json", ".csv"] {
                let files = try FileManager.default.contentsOfDirectory(atPath: server.folder)
                #expect(files.contains { $0.hasSuffix(kind) })
            }
            #expect(try await server.run("GET version:search").text == "7")
        }
    }
}
