import Foundation
import Glibc
import RedisClient
import TestSupport
import Testing

/// A purge that is stopped in its middle, from a real terminal: by Esc, by quitting, by signals. What
/// is told afterwards is what Redis lacks.
@Suite(.tags(.redis, .terminal), .timeLimit(.minutes(5))) struct PurgeStopTerminalTests {
    /// A key at a time, 60,000 of them: the stop always comes in the middle.
    private func purging(
        _ server: RedisServer, _ body: (Tmux) async throws -> Void
    ) async throws {
        try await ShoesCategory.fill(server, pages: 60_000)
        // The process is known by its own number, written by the shell that becomes it.
        let shell = "sh -c 'echo $$ >\(server.folder)/pid; exec \(Executable.cachetop.path)'"
        let command = "\(shell); echo \"ended with $?\"; cat"
        try await Tmux.withTerminal(
            environment: ShoesCategory.environment(server, ["CACHETOP_PURGE_BATCH": "1"]),
            command: command
        ) { terminal in
            try await ShoesCategory.ask(terminal)
            _ = try await terminal.waitFor(text: "y sends it")
            try terminal.type("y")
            _ = try await terminal.waitFor("progress") { lines in
                lines.last?.contains(" of 60,000") == true && lines.last?.contains("ms") == true
            }
            try await body(terminal)
        }
    }

    @Test func escapeStopsBetweenTwoBatches() async throws {
        try await withRedis { server in
            try await purging(server) { terminal in
                try terminal.type("S")
                _ = try await terminal.waitFor(text: "One at a time: category shoes is not done")
                #expect(try terminal.capture().last?.contains("Esc stops") == true)
                try terminal.sendKeys("Escape")
                let screen = try await terminal.waitFor(text: "category shoes stopped: removed ")
                let removed = try number(before: " of 60,000", in: screen)
                #expect(removed > 0 && removed < 60_000)
                #expect(try await ShoesCategory.keys(server) == 60_000 - removed)
                try terminal.type("q")
                _ = try await terminal.waitFor(text: "ended with 0")
            }
        }
    }

    @Test func quittingStopsAndTellsHowFarItCame() async throws {
        try await withRedis { server in
            try await purging(server) { terminal in
                try terminal.type("q")
                _ = try await terminal.waitFor(text: "A purge is under way")
                try terminal.type("x")
                _ = try await terminal.waitFor("the dashboard") { lines in
                    !lines.contains { $0.contains("A purge is under way") }
                }
                try terminal.type("q")
                _ = try await terminal.waitFor(text: "A purge is under way")
                try terminal.type("q")
                try await expectTheEnd(terminal, server)
            }
        }
    }

    @Test func controlCStopsAndTellsHowFarItCame() async throws {
        try await withRedis { server in
            try await purging(server) { terminal in
                try terminal.sendKeys("C-c")
                try await expectTheEnd(terminal, server)
            }
        }
    }

    @Test func aSignalStopsAndTellsHowFarItCame() async throws {
        try await withRedis { server in
            try await purging(server) { terminal in
                let text = try String(contentsOfFile: server.folder + "/pid", encoding: .utf8)
                let pid = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
                #expect(kill(pid, SIGTERM) == 0)
                try await expectTheEnd(terminal, server)
            }
        }
    }

    private func expectTheEnd(_ terminal: Tmux, _ server: RedisServer) async throws {
        let screen = try await terminal.waitFor(text: "ended with ")
        #expect(try !terminal.isAlternateScreen())
        let text = "cachetop: category shoes stopped: removed "
        #expect(screen.contains { $0.hasPrefix(text) }, "\(screen)")
        let removed = try number(before: " of 60,000", in: screen)
        #expect(try await ShoesCategory.keys(server) == 60_000 - removed)
    }

    private func number(before text: String, in screen: [String]) throws -> Int {
        let line = try #require(screen.first { $0.contains(text) })
        let words = line.components(separatedBy: text)[0].split(separator: " ")
        let digits = try #require(words.last).filter(\.isNumber)
        return try #require(Int(digits))
    }
}
