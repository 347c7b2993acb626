import Foundation
import Glibc

/// A real terminal for tests: a tmux server of its own, one window of a fixed size, a command
/// in it. What the operator would see is `capture()`; keys go in as an operator types them.
///
/// Use `withTerminal`, which ends the server on every way out. Waiting polls in short steps up
/// to a deadline; nothing sleeps a fixed time and hopes.
package struct Tmux: Sendable {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    private let socket: String
    private let folder: URL

    /// Runs `command` by `/bin/sh` in a terminal of this size. The window stays after the
    /// command has ended, so that its last words can be read.
    package static func withTerminal<Result>(
        columns: Int = 120, rows: Int = 40, environment: [String: String] = [:],
        command: String, _ body: (Tmux) async throws -> Result
    ) async throws -> Result {
        let name = "cachetop-test-\(ProcessInfo.processInfo.processIdentifier)-\(UUID())"
        let folder = FileManager.default.temporaryDirectory.appending(path: name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        let terminal = Tmux(socket: folder.appending(path: "s").path(), folder: folder)
        defer { terminal.end() }
        var arguments = [
            "-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)",
            "-e", "LC_ALL=C.UTF-8",
        ]
        for (key, value) in environment { arguments += ["-e", "\(key)=\(value)"] }
        try terminal.tmux(arguments + ["/bin/sh"])
        try terminal.tmux(["set", "-g", "status", "off"])
        try terminal.tmux(["set", "-g", "remain-on-exit", "on"])
        try terminal.tmux(["set", "-s", "escape-time", "0"])
        try terminal.tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
        let file = terminal.statusFile.path()
        let whole = "(\n\(command)\n); s=$?; echo $s >\(file).new; mv \(file).new \(file); exit $s"
        try terminal.tmux(["respawn-pane", "-k", whole])
        return try await body(terminal)
    }

    /// tmux's names: `q`, `Escape`, `Up`, `C-c`, `PPage`. Text is better sent with `type`.
    package func sendKeys(_ keys: String...) throws {
        try tmux(["send-keys"] + keys)
    }

    package func sendKeys(_ keys: [String]) throws {
        try tmux(["send-keys"] + keys)
    }

    /// What a terminal sends for no key, such as a report of its mouse.
    package func send(bytes: String) throws {
        try tmux(["send-keys", "-H"] + bytes.utf8.map { String($0, radix: 16) })
    }

    /// Takes what programs put into the clipboard, as a terminal may.
    package func acceptClipboard() throws { try tmux(["set", "-s", "set-clipboard", "on"]) }

    /// What a program has put there last.
    package func clipboard() throws -> String { try tmux(["show-buffer"]) }

    package func type(_ text: String) throws {
        try tmux(["send-keys", "-l", text])
    }

    /// The rows as they look now, without trailing spaces.
    package func capture() throws -> [String] {
        var lines = try tmux(["capture-pane", "-p"]).components(separatedBy: "\n")
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    /// The same with the styles as escape sequences.
    package func captureWithStyles() throws -> [String] {
        try tmux(["capture-pane", "-p", "-e"]).components(separatedBy: "\n")
    }

    package func resize(columns: Int, rows: Int) throws {
        try tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
    }

    /// Writes over the middle of the screen behind the command's back.
    package func scribble() throws {
        let words = "\u{1B}7\u{1B}[5;5Hscribbled over it\u{1B}8"
        try Data(words.utf8).write(to: URL(filePath: query("#{pane_tty}")))
    }

    /// nil while the command runs; 128 and more: the signal that ended it, as a shell tells it.
    package func exitStatus() throws -> Int32? {
        guard let text = try? String(contentsOf: statusFile, encoding: .utf8) else { return nil }
        return Int32(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    /// The shell around the command writes it: tmux itself now and then misses the end of a pane
    /// on a busy machine.
    private var statusFile: URL { folder.appending(path: "status") }

    /// True while the full-screen buffer is on, which an orderly end leaves.
    package func isAlternateScreen() throws -> Bool { try query("#{alternate_on}") == "1" }

    package func isCursorVisible() throws -> Bool { try query("#{cursor_flag}") == "1" }

    /// Whether the program has asked for reports of the mouse, in the form that all terminals have now.
    package func reportsMouse() throws -> Bool {
        try query("#{mouse_standard_flag}#{mouse_sgr_flag}") == "11"
    }

    /// Whether it has asked for none.
    package func isMouseFree() throws -> Bool { try query("#{mouse_any_flag}") == "0" }

    /// The first screen that has `text` in one of its rows.
    @discardableResult
    package func waitFor(text: String, timeout: Duration = .seconds(60)) async throws -> [String] {
        try await waitFor("the text \"\(text)\"", timeout: timeout) {
            $0.contains { $0.contains(text) }
        }
    }

    /// The first screen that is as it should be; a frame that the terminal was drawing then is waited for, so
    /// that the rows below are of the same frame.
    @discardableResult
    package func waitFor(
        _ what: String, timeout: Duration = .seconds(60), _ condition: ([String]) -> Bool
    ) async throws -> [String] {
        var screen: [String] = []
        try await poll(what, timeout: timeout, last: { screen.joined(separator: "\n") }) {
            screen = try capture()
            return condition(screen)
        }
        for _ in 0..<20 {
            try await Task.sleep(for: .milliseconds(20))
            let next = try capture()
            // What passes by was seen.
            guard next != screen, condition(next) else { break }
            screen = next
        }
        return screen
    }

    /// Until something of the terminal, not of its screen, is so.
    package func waitUntil(
        _ what: String, timeout: Duration = .seconds(60), _ condition: () throws -> Bool
    ) async throws {
        try await poll(
            what, timeout: timeout, last: { (try? capture().joined(separator: "\n")) ?? "" },
            condition)
    }

    package func waitForExit(timeout: Duration = .seconds(60)) async throws -> Int32 {
        var status: Int32?
        try await poll(
            "the command's end", timeout: timeout,
            last: { (try? capture().joined(separator: "\n")) ?? "" }
        ) {
            status = try exitStatus()
            return status != nil
        }
        return status ?? 0
    }

    private func poll(
        _ what: String, timeout: Duration, last: () -> String, _ condition: () throws -> Bool
    ) async throws {
        let clock = ContinuousClock()
        let deadline = clock.now + timeout
        while try !condition() {
            guard clock.now < deadline else {
                throw Failure(description: "\(what) did not come in \(timeout):\n\(last())")
            }
            try await clock.sleep(for: .milliseconds(30))
        }
    }

    package func query(_ format: String) throws -> String {
        try tmux(["display-message", "-p", format])
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @discardableResult
    private func tmux(_ arguments: [String]) throws -> String {
        let file = folder.appending(path: UUID().uuidString)
        let status = try Self.run(["env", "tmux", "-S", socket, "-u"] + arguments, file)
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        try FileManager.default.removeItem(at: file)
        guard status == 0 else {
            throw Failure(description: "tmux \(arguments.joined(separator: " ")): \(text)")
        }
        return text
    }

    /// Not by Foundation's Process, which waits until all heirs of its descriptors are gone, and
    /// tmux's server is one. Output goes to a file for the same reason.
    private static func run(_ arguments: [String], _ output: URL) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output.path(), O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        // Threads of Swift's pool block all signals; a server without SIGCHLD learns of no end.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        let inherited = ProcessInfo.processInfo.environment.filter { $0.key != "TMUX" }
        let environment = inherited.merging(["LC_ALL": "C.UTF-8"]) { $1 }
        var words = arguments.map { strdup($0) } + [nil]
        var settings = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { (words + settings).forEach { free($0) } }
        var child: pid_t = 0
        let error = posix_spawn(&child, "/usr/bin/env", &actions, &attributes, &words, &settings)
        guard error == 0 else { throw Failure(description: String(cString: strerror(error))) }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        return status
    }

    private func end() {
        _ = try? tmux(["kill-server"])
        try? FileManager.default.removeItem(at: folder)
    }
}
