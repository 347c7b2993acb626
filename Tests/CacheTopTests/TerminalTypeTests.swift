import Foundation
import TestSupport
import Testing

/// The real binary under the names that terminals give themselves, and through changes of size.
@Suite(.tags(.terminal), .timeLimit(.minutes(5))) struct TerminalTypeTests {
    /// What this host's terminfo does not know is taken for an xterm.
    static let types = [
        "xterm-256color", "screen", "screen-256color", "tmux-256color", "linux", "vt100",
        "xterm-ghostty", "xterm-kitty", "putty", "xterm-16color", "xterm",
    ]

    /// One terminal for all: each draws its first and its last row, hears a key, and ends in order.
    @Test func everyTypeDrawsAndEnds() async throws {
        let types = Self.types.joined(separator: " ")
        let loop = """
            for t in \(types); do read go; printf '\\033[0m\\033[2J\\033[H'
            before=$(stty -g); TERM=$t \(Executable.cachetop.path); status=$?
            [ "$before" = "$(stty -g)" ] && echo "$t ended $status"; done; cat
            """
        try await Tmux.withTerminal(
            columns: 80, rows: 24, environment: ["REDIS_URL": "redis://127.0.0.1:1"], command: loop
        ) { terminal in
            for type in Self.types {
                try terminal.sendKeys("Enter")
                let screen = try await terminal.waitFor(
                    "the first frame under \(type)", timeout: .seconds(60)
                ) { lines in
                    lines.first?.hasPrefix(" cachetop  redis://127.0.0.1:1") == true
                        && lines.last?.contains("q quit") == true
                }
                #expect(screen.contains { $0.contains("3 Resources ─") }, "\(type)")
                #expect(screen.allSatisfy { $0.count <= 80 && !$0.contains("[0") }, "\(type)")
                try terminal.type("q")
                _ = try await terminal.waitFor(text: "\(type) ended 0", timeout: .seconds(60))
            }
        }
    }

    /// TERM names something that can't place its cursor: a sentence, and nothing is drawn.
    @Test(arguments: ["dumb", ""])
    func whatCanNotBeDrawnOnIsNamed(type: String) async throws {
        let command = "TERM=\(type) \(Executable.cachetop.path); echo status $?; cat"
        try await Tmux.withTerminal(
            columns: 100, rows: 10, environment: ["REDIS_URL": "redis://127.0.0.1:1"],
            command: command
        ) { terminal in
            let screen = try await terminal.waitFor(text: "status 2", timeout: .seconds(60))
            #expect(screen.joined().contains("TERM"), "\(screen)")
        }
    }

    /// After any number of sizes, and whatever another program wrote over it, the screen is that of a fresh
    /// frame.
    @Test func resizesLeaveNoCellBehind() async throws {
        let sizes = [(80, 24), (200, 60), (60, 20), (40, 10), (100, 30)]
        try await Tmux.withTerminal(
            columns: 120, rows: 40, environment: ["REDIS_URL": "redis://127.0.0.1:1"],
            command: Executable.cachetop.path
        ) { terminal in
            _ = try await terminal.waitFor(text: "not connected", timeout: .seconds(60))
            // The help holds still: nothing on it counts seconds.
            try terminal.type("?")
            var fresh: [[String]] = []
            for (columns, rows) in sizes {
                try terminal.resize(columns: columns, rows: rows)
                fresh.append(try await stable(terminal, rows))
            }
            // The size that it has already is no change, which would draw nothing anew.
            for index in sizes.indices.dropLast().shuffled() + [sizes.count - 1] {
                let (columns, rows) = sizes[index]
                try terminal.scribble()
                try terminal.resize(columns: columns, rows: rows)
                _ = try await terminal.waitFor(
                    "the frame of \(columns)x\(rows) alone", timeout: .seconds(60)
                ) { $0.filter(Self.holdsStill) == fresh[index] }
            }
            try terminal.type("qq")
        }
    }

    /// The frame, once nothing more of it arrives.
    private func stable(_ terminal: Tmux, _ rows: Int) async throws -> [String] {
        var (last, count): ([String], Int) = ([], 0)
        _ = try await terminal.waitFor("a frame of \(rows) rows", timeout: .seconds(60)) { lines in
            let still = lines.filter(Self.holdsStill)
            count = still == last ? count + 1 : 0
            last = still
            return count >= 5 && lines.count == rows && lines.last?.contains("q quit") == true
                && lines.contains { $0.contains("Help") }
        }
        return last
    }

    /// Header and banner have clocks.
    private static func holdsStill(_ line: String) -> Bool {
        !line.contains(" cachetop ") && !line.contains("r: now") && !line.contains("trying again")
    }
}
