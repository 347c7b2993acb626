import Foundation
import Glibc
import Synchronization

/// An executable of this package that runs beside a test: a server, a listener.
///
/// Below a shell that kills it when the test process ends, however it does. What it prints goes into
/// files, so that it never waits for its reader.
package final class RunningProgram: Sendable {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    package let pid: Int32
    private let shell: RedisServerShell
    private let folder: String
    private let isOver = Mutex(false)

    /// Starts it, runs `body`, and kills it if it still runs then.
    package static func with<Result: Sendable>(
        _ executable: Executable, _ arguments: [String], environment: [String: String] = [:],
        _ body: @Sendable (RunningProgram) async throws -> Result
    ) async throws -> Result {
        let program = try RunningProgram(executable, arguments, environment)
        do {
            let result = try await body(program)
            await program.end()
            return result
        } catch {
            await program.end()
            throw error
        }
    }

    private init(
        _ executable: Executable, _ arguments: [String], _ environment: [String: String]
    ) throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "cachetop-program-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false)
        let variables = Executable.environment(environment).map { "\($0)=\($1)" }
        shell = try RedisServerShell(
            Self.script, ["-i"] + variables + [executable.path] + arguments, in: folder)
        guard let pid = Int32(shell.read().trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw Failure(description: "\(executable.path) can't be started")
        }
        self.pid = pid
    }

    /// Prints the program's pid, then waits for the program or for the end of standard input.
    private static let script = """
        exec 3<&0
        env "$@" >output 2>errors </dev/null 3<&- &
        pid=$!
        { cat <&3 >/dev/null; kill -KILL $pid 2>/dev/null; } &
        exec 3<&-
        echo $pid
        wait $pid
        echo $? >status.new
        mv status.new status
        """

    package var output: String { text("output") }
    package var errors: String { text("errors") }
    /// nil while it runs; 128 and the signal's number when that ended it.
    package var status: Int32? {
        Int32(text("status").trimmingCharacters(in: .whitespacesAndNewlines))
    }

    /// Waits until standard output or standard error has this text.
    /// - Throws: with all that was printed, when the program ends first or `timeout` passes.
    package func waitFor(text: String, timeout: Duration = .seconds(30)) async throws {
        let due = ContinuousClock.now + timeout
        while true {
            let status = status
            if output.contains(text) || errors.contains(text) { return }
            guard status == nil, .now < due else {
                let end = status.map { "it ended with \($0)" } ?? "it still runs"
                throw Failure(
                    description: "No '\(text)' (\(end)). Output: \(output)\nErrors: \(errors)")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// - Returns: its exit status.
    @discardableResult
    package func waitForExit(timeout: Duration = .seconds(30)) async throws -> Int32 {
        let due = ContinuousClock.now + timeout
        while .now < due {
            if let status { return status }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw Failure(description: "It still runs. Output: \(output)\nErrors: \(errors)")
    }

    /// Sends a signal to the program itself.
    package func send(_ signal: Int32) { sendSignal(pid, signal) }

    private func end() async {
        let isFirst = isOver.withLock { isOver in
            defer { isOver = true }
            return !isOver
        }
        guard isFirst else { return }
        shell.closeInput()
        _ = try? await shell.wait()
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func text(_ name: String) -> String {
        (FileManager.default.contents(atPath: "\(folder)/\(name)")).map {
            String(decoding: $0, as: UTF8.self)
        } ?? ""
    }
}

private func sendSignal(_ pid: Int32, _ signal: Int32) { kill(pid, signal) }
