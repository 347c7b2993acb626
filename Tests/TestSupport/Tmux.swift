import Foundation

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
        try terminal.tmux(["respawn-pane", "-k", command])
        return try await body(terminal)
    }

    /// tmux's names: `q`, `Escape`, `Up`, `C-c`, `PPage`. Text is better sent with `type`.
    package func sendKeys(_ keys: String...) throws {
        try tmux(["send-keys"] + keys)
    }

    package func type(_ text: String) throws {
        try tmux(["send-keys", "-l", text])
    }

    /// The rows as they look now, without trailing spaces.
    package func capture() throws -> [String] {
        var lines = try tmux(["capture-pane", "-p"]).components(separatedBy: "\n")
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    package func resize(columns: Int, rows: Int) throws {
        try tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
    }

    /// The process id of the command.
    package func processID() throws -> Int32 {
        guard let id = Int32(try query("#{pane_pid}")) else {
            throw Failure(description: "tmux has no pane")
        }
        return id
    }

    /// nil while the command runs; a negative number is the signal that ended it.
    package func exitStatus() throws -> Int32? {
        let answer = try query("#{pane_dead} #{pane_dead_status} #{pane_dead_signal}")
        let fields = answer.split(separator: " ", omittingEmptySubsequences: false)
        guard fields.first == "1" else { return nil }
        if let status = fields.dropFirst().first.flatMap({ Int32($0) }) { return status }
        return fields.last.flatMap { Int32($0) }.map { -$0 }
    }

    /// True while the full-screen buffer is on, which an orderly end leaves.
    package func isAlternateScreen() throws -> Bool { try query("#{alternate_on}") == "1" }

    package func isCursorVisible() throws -> Bool { try query("#{cursor_flag}") == "1" }

    /// The first screen that has `text` in one of its rows.
    @discardableResult
    package func waitFor(text: String, timeout: Duration = .seconds(10)) async throws -> [String] {
        try await waitFor("the text \"\(text)\"", timeout: timeout) {
            $0.contains { $0.contains(text) }
        }
    }

    @discardableResult
    package func waitFor(
        _ what: String, timeout: Duration = .seconds(10), _ condition: ([String]) -> Bool
    ) async throws -> [String] {
        var screen: [String] = []
        try await poll(what, timeout: timeout, last: { screen.joined(separator: "\n") }) {
            screen = try capture()
            return condition(screen)
        }
        return screen
    }

    package func waitForExit(timeout: Duration = .seconds(10)) async throws -> Int32 {
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
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["tmux", "-S", socket, "-u"] + arguments
        var environment = ProcessInfo.processInfo.environment
        environment["TMUX"] = nil
        environment["LC_ALL"] = "C.UTF-8"
        process.environment = environment
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let text = String(decoding: data, as: UTF8.self)
        guard process.terminationStatus == 0 else {
            throw Failure(description: "tmux \(arguments.joined(separator: " ")): \(text)")
        }
        return text
    }

    private func end() {
        _ = try? tmux(["kill-server"])
        try? FileManager.default.removeItem(at: folder)
    }
}
