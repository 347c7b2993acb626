import Foundation
import Glibc
import RedisClient
import TestSupport
import Testing

/// The real binary in real terminals when something ends it, or can't: what the operator is left with.
@Suite(.tags(.redis, .terminal), .timeLimit(.minutes(5))) struct RescueTerminalTests {
    private static let program = Executable.cachetop.path

    /// Says afterwards whether the terminal's settings are those of before. `cat` keeps the pane alive.
    private func command(_ words: String) -> String {
        """
        trap : INT; before=$(stty -g); \(words); status=$?; \
        [ "$before" = "$(stty -g)" ] && echo "tty restored, status $status" || echo "tty spoilt"; cat
        """
    }

    private func environment(_ server: RedisServer) -> [String: String] {
        [
            "REDIS_URL": server.endpoint.description, "XDG_STATE_HOME": server.folder,
            "TMPDIR": server.folder,
        ]
    }

    /// A shell writes its process id into a file and becomes the program.
    private func known(_ pidFile: String, _ words: String = program) -> String {
        "sh -c 'echo $$ >\(pidFile); exec \(words)'"
    }

    private func signal(_ number: Int32, _ pidFile: String) throws {
        let text = try String(contentsOfFile: pidFile, encoding: .utf8)
        let pid = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        try #require(kill(pid, number) == 0)
    }

    /// First the terminal, then the backtrace: in a file where there is a backtracer.
    @Test(arguments: [SIGSEGV, SIGABRT])
    func aCrashGivesTheTerminalBack(number: Int32) async throws {
        try await withRedis { server in
            let pidFile = "\(server.folder)/pid"
            // To look up names in a debug build takes the backtracer half a minute.
            let environment = environment(server).merging(
                ["SWIFT_BACKTRACE": "symbolicate=off"]
            ) { $1 }
            try await Tmux.withTerminal(
                environment: environment, command: command(known(pidFile))
            ) { terminal in
                _ = try await terminal.waitFor(text: "● live")
                try signal(number, pidFile)
                let screen = try await terminal.waitFor(
                    text: "tty restored, status \(128 + number)", timeout: .seconds(60))
                #expect(try !terminal.isAlternateScreen())
                #expect(try terminal.isCursorVisible())
                let text = screen.joined()
                #expect(text.contains("cachetop: it crashed (signal"), "\(text)")
                #expect(!text.contains("Press space"), "\(text)")
                let reports = try FileManager.default.contentsOfDirectory(atPath: server.folder)
                    .filter { $0.hasPrefix("cachetop-crash-") }
                #expect(text.contains("cachetop-crash-") == !reports.isEmpty)
                for report in reports {
                    #expect(text.contains(report))
                    let words = try String(
                        contentsOfFile: "\(server.folder)/\(report)", encoding: .utf8)
                    #expect(words.contains("rash"), "\(words)")
                }
            }
        }
    }

    /// Without another screen to go back to, the shell's prompt stands in a line of its own.
    @Test func aTerminalWithOneScreenGetsACleanLine() async throws {
        try await withRedis { server in
            let words = "env TERM=linux \(Self.program)"
            try await Tmux.withTerminal(
                environment: environment(server), command: command(words)
            ) { terminal in
                _ = try await terminal.waitFor(text: "q quit")
                try terminal.type("q")
                let screen = try await terminal.waitFor(text: "tty restored, status 0")
                #expect(screen.contains { $0 == "tty restored, status 0" }, "\(screen)")
            }
        }
    }

    /// A view of the system without its terminfo, where this user may make one.
    @Test(.enabled { try await Executable.env.run(["unshare", "-m", "true"]).status == 0 })
    func aMissingDatabaseIsNamed() async throws {
        let hide =
            "for d in /etc/terminfo /lib/terminfo /usr/share/terminfo; do "
            + "[ -d $d ] && mount -t tmpfs none $d; done; exec \(Self.program)"
        try await Tmux.withTerminal(
            environment: ["REDIS_URL": "redis://127.0.0.1:1", "HOME": "/nowhere"],
            command: command("unshare -m sh -c '\(hide)'")
        ) { terminal in
            let screen = try await terminal.waitFor(text: "tty restored, status 2")
            let text = screen.joined()
            #expect(text.contains("terminfo database") && text.contains("ncurses-base"), "\(text)")
        }
    }

    /// As the command of tmux, ssh or a container: nothing would send CONT.
    @Test func whereNoShellWaitsCtrlZIsRefused() async throws {
        try await withRedis { server in
            try await Tmux.withTerminal(
                environment: environment(server), command: "exec \(Self.program)"
            ) { terminal in
                _ = try await terminal.waitFor(text: "● live")
                try terminal.sendKeys("C-z")
                _ = try await terminal.waitFor(text: "Ctrl-Z does nothing here")
                try terminal.type("q")
                #expect(try await terminal.waitForExit() == 0)
            }
        }
    }

    @Test func aShellWithJobControlBringsItBack() async throws {
        try await withRedis { server in
            try await Tmux.withTerminal(
                environment: environment(server), command: "exec bash --norc --noprofile -i"
            ) { terminal in
                try terminal.type(Self.program)
                try terminal.sendKeys("Enter")
                _ = try await terminal.waitFor(text: "● live")
                try terminal.sendKeys("C-z")
                _ = try await terminal.waitFor(text: "Stopped")
                #expect(try !terminal.isAlternateScreen())
                try terminal.type("fg")
                try terminal.sendKeys("Enter")
                _ = try await terminal.waitFor(text: "● live")
                try terminal.type("q")
                _ = try await terminal.waitFor("the shell") { _ in
                    (try? terminal.isAlternateScreen()) == false
                }
                try terminal.type("exit")
                try terminal.sendKeys("Enter")
                #expect(try await terminal.waitForExit() == 0)
            }
        }
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
    func thePasswordPromptGivesTheEchoBack(number: Int32) async throws {
        let folder = NSTemporaryDirectory() + "/cachetop-prompt-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let words = known(
            "\(folder)/pid", "\(Self.program) snapshot --redis redis://ann@127.0.0.1:1")
        try await Tmux.withTerminal(command: command(words)) { terminal in
            _ = try await terminal.waitFor(text: "Password for redis://ann@127.0.0.1:1/0:")
            if number == SIGINT {
                try terminal.sendKeys("C-c")
            } else {
                try signal(number, "\(folder)/pid")
            }
            _ = try await terminal.waitFor(text: "tty restored, status \(128 + number)")
        }
    }

    @Test func ctrlCClosesTheDialogAndThenTheProgram() async throws {
        try await withRedis { server in
            try await Tmux.withTerminal(
                environment: environment(server), command: command(Self.program)
            ) { terminal in
                _ = try await terminal.waitFor(text: "● live")
                try terminal.type("S")
                _ = try await terminal.waitFor(text: "y sends it")
                try terminal.sendKeys("C-c")
                _ = try await terminal.waitFor(text: "nothing was sent")
                try terminal.type("P42")
                _ = try await terminal.waitFor(text: "Invalidate product")
                try terminal.sendKeys("C-c")
                _ = try await terminal.waitFor("no dialog") { lines in
                    !lines.contains { $0.contains("Invalidate product") }
                }
                try terminal.sendKeys("C-c")
                _ = try await terminal.waitFor(text: "tty restored, status 0")
            }
        }
    }

    /// Bold and in reverse video, with its sign before it.
    @Test func aCriticalAlertIsSeenWithoutColours() async throws {
        try await withRedis(.init { $0.arguments = ["--maxmemory", "1mb"] }) { server in
            let environment = environment(server).merging(["NO_COLOR": "1"]) { $1 }
            try await Tmux.withTerminal(environment: environment, command: Self.program) {
                terminal in
                _ = try await terminal.waitFor(text: "✖ memory")
                let line = try #require(
                    try terminal.captureWithStyles().first { $0.contains("✖ memory") })
                let before = line[..<(line.firstRange(of: "✖")?.lowerBound ?? line.startIndex)]
                let styles = before.split(separator: "\u{1B}").last.map(String.init) ?? ""
                #expect(styles.contains("1") && styles.contains("7"), "\(styles)")
                try terminal.type("q")
                #expect(try await terminal.waitForExit() == 0)
            }
        }
    }
}
