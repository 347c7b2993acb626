import Foundation
import Glibc
import RedisClient
import TestSupport
import Testing

/// The mouse by its bytes, through a real pseudo-terminal; and a terminal that is given back without it.
@Suite(.tags(.redis, .terminal), .timeLimit(.minutes(5))) struct MouseTerminalTests {
    private static let program = Executable.cachetop.path

    private func environment(_ server: RedisServer) -> [String: String] {
        [
            "REDIS_URL": server.endpoint.description, "XDG_STATE_HOME": server.folder,
            "TMPDIR": server.folder,
        ]
    }

    private func known(_ server: RedisServer) -> String {
        "sh -c 'echo $$ >\(server.folder)/pid; exec \(Self.program)'; cat"
    }

    private func end(_ server: RedisServer, by signal: Int32) throws {
        let text = try String(contentsOfFile: "\(server.folder)/pid", encoding: .utf8)
        let pid = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        try #require(kill(pid, signal) == 0)
    }

    /// A report as a terminal sends it, at the place of a text on the screen.
    private func report(_ button: Int, at text: String, _ terminal: Tmux) async throws {
        let lines = try await terminal.waitFor(text: text)
        let row = try #require(lines.firstIndex { $0.contains(text) }, "no \(text)")
        let range = try #require(lines[row].firstRange(of: text))
        let column = lines[row].distance(from: lines[row].startIndex, to: range.lowerBound)
        try terminal.send(bytes: "\u{1B}[<\(button);\(column + 1);\(row + 1)M")
        if button == 0 { try terminal.send(bytes: "\u{1B}[<0;\(column + 1);\(row + 1)m") }
    }

    @Test(arguments: [(80, 24), (120, 40)])
    func clicksAndTheWheel(columns: Int, rows: Int) async throws {
        try await withRedis { server in
            let events = (0..<40).map {
                [
                    "XADD", "cache:events", "*", "n", "\(900 - 10 * $0)", "miss",
                    "product:\(100 + $0)",
                ]
            }
            try await server.run(events.map { $0.map { Array($0.utf8) } })
            try await Tmux.withTerminal(
                columns: columns, rows: rows, environment: environment(server),
                command: Self.program
            ) { terminal in
                let wait = Duration.seconds(60)
                try await terminal.waitForMissedKeys(40)
                #expect(try terminal.reportsMouse())
                try await report(0, at: "5 Timeline", terminal)
                _ = try await terminal.waitFor(text: "▸5 Timeline", timeout: wait)
                try await report(0, at: "product:101", terminal)
                _ = try await terminal.waitFor(text: "▸4 Missed keys", timeout: wait)
                try await report(0, at: "product:101", terminal)
                _ = try await terminal.waitFor(text: "> product:101", timeout: wait)
                try terminal.sendKeys("Escape", "z")
                _ = try await terminal.waitFor("the zoomed panel", timeout: wait) { lines in
                    lines.contains { $0.contains("▸4 Missed keys") }
                        && !lines.contains { $0.contains("5 Timeline") }
                }
                // Nine notches of three rows.
                for _ in 0..<9 { try await report(65, at: "4 Missed keys", terminal) }
                _ = try await terminal.waitFor("the rows below", timeout: wait) { lines in
                    lines.contains { $0.contains("product:128") }
                        && (rows > 30 || !lines.contains { $0.contains("product:100") })
                }
                try terminal.sendKeys("?")
                _ = try await terminal.waitFor(text: "capital letters", timeout: wait)
                for _ in 0..<30 { try await report(65, at: "─ Help", terminal) }
                _ = try await terminal.waitFor("the end of the help", timeout: wait) { lines in
                    lines.contains { $0.contains("─ Help") }
                        && !lines.contains { $0.contains("capital letters") }
                }
                try terminal.sendKeys("Escape")
                try terminal.type("q")
                #expect(try await terminal.waitForExit(timeout: wait) == 0)
            }
        }
    }

    /// One panel at a time, each shown by a click on its name.
    @Test func namesOfPanelsInASmallTerminal() async throws {
        try await withRedis { server in
            try await Tmux.withTerminal(
                columns: 60, rows: 20, environment: environment(server), command: Self.program
            ) { terminal in
                let wait = Duration.seconds(60)
                _ = try await terminal.waitFor(text: "▸3 Resources", timeout: wait)
                for (name, title) in [
                    ("7 TTL", "─▸7 TTL left"), ("5 Time", "─▸5 Timeline"),
                    ("1 Rate", "─▸1 Hit rate"), ("4 Keys", "─▸4 Missed keys"),
                ] {
                    try await report(0, at: name, terminal)
                    _ = try await terminal.waitFor(text: title, timeout: wait)
                }
                try terminal.type("q")
                #expect(try await terminal.waitForExit(timeout: wait) == 0)
            }
        }
    }

    /// In order, by signals, in a crash.
    @Test(arguments: [0, SIGTERM, SIGHUP, SIGSEGV] as [Int32])
    func itIsSwitchedOffOnEveryWayOut(signal: Int32) async throws {
        try await withRedis { server in
            let environment = environment(server).merging(
                ["SWIFT_BACKTRACE": "enable=no"]
            ) { $1 }
            try await Tmux.withTerminal(environment: environment, command: known(server)) {
                terminal in
                _ = try await terminal.waitFor(text: "● live", timeout: .seconds(60))
                #expect(try terminal.reportsMouse())
                if signal == 0 { try terminal.type("q") } else { try end(server, by: signal) }
                try await terminal.waitUntil("the terminal without a mouse") {
                    try !terminal.isAlternateScreen() && terminal.isMouseFree()
                }
            }
        }
    }

    @Test func itIsSwitchedOffWhileStopped() async throws {
        try await withRedis { server in
            try await Tmux.withTerminal(
                environment: environment(server), command: "exec bash --norc --noprofile -i"
            ) { terminal in
                try terminal.type(Self.program)
                try terminal.sendKeys("Enter")
                _ = try await terminal.waitFor(text: "● live", timeout: .seconds(60))
                try terminal.sendKeys("C-z")
                _ = try await terminal.waitFor(text: "Stopped", timeout: .seconds(60))
                #expect(try terminal.isMouseFree())
                try terminal.type("fg")
                try terminal.sendKeys("Enter")
                _ = try await terminal.waitFor(text: "● live", timeout: .seconds(60))
                #expect(try terminal.reportsMouse())
                try terminal.type("q")
                try await terminal.waitUntil("the end") {
                    try !terminal.isAlternateScreen() && terminal.isMouseFree()
                }
                try terminal.type("exit")
                try terminal.sendKeys("Enter")
                #expect(try await terminal.waitForExit(timeout: .seconds(60)) == 0)
            }
        }
    }

    /// Not asked for, or a terminal that has none.
    @Test(arguments: ["cachetop --no-mouse", "env TERM=vt220 cachetop", "env TERM=vt100 cachetop"])
    func nothingIsSwitchedOnWithoutOne(words: String) async throws {
        try await withRedis { server in
            let command = words.replacing("cachetop", with: Self.program)
            try await Tmux.withTerminal(environment: environment(server), command: command) {
                terminal in
                _ = try await terminal.waitFor(text: "q quit", timeout: .seconds(60))
                #expect(try terminal.isMouseFree())
                // A report all the same, as from a program that has left the mouse on.
                try terminal.send(bytes: "\u{1B}[<0;20;20M\u{1B}[<0;20;20m")
                try terminal.type("q")
                #expect(try await terminal.waitForExit(timeout: .seconds(60)) == 0)
            }
        }
    }
}
