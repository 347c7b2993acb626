import Console
import FoundationEssentials
import Glibc

/// One run of the command of `--on-alert`: in a process group of its own, which is ended with it, after
/// ten seconds, and when cachetop ends.
///
/// Its input is a file that has no name any more: a command that does not read it blocks no one, and there is
/// no pipe that could break. What it writes is discarded.
struct AlertProcess {
    let path: String
    var environment: [String: String]
    var limit = Duration.seconds(10)

    /// - Returns: why it failed, as the end of a sentence; nil: it did not.
    func run(_ input: [UInt8]) async -> String? {
        let child: ChildProcess
        do {
            child = try await startWhenWritten(input)
        } catch {
            let hint = error.code == ENOEXEC ? ": begin it with '#!/bin/sh' or the like" : ""
            return "it could not be started (\(error.words)\(hint))"
        }
        let isOver = await hasEnded(child)
        // The process is not waited for yet, so its number is no other group's.
        kill(-child.pid, SIGKILL)
        let status = child.wait()
        guard isOver else {
            return Task.isCancelled
                ? "cachetop ended first" : "it was ended after \(limit.components.seconds) s"
        }
        if status & 0x7F != 0 { return "it was ended by signal \(status & 0x7F)" }
        let code = (status >> 8) & 0xFF
        return code == 0 ? nil : "it ended with status \(code)"
    }

    private func hasEnded(_ child: ChildProcess) async -> Bool {
        let clock = ContinuousClock()
        let end = clock.now.advanced(by: limit)
        var pause = Duration.milliseconds(2)
        while !child.isOver {
            guard clock.now < end else { return false }
            do { try await Task.sleep(for: min(pause, clock.now.duration(to: end))) } catch {
                return child.isOver
            }
            pause = min(pause * 2, .milliseconds(50))
        }
        return true
    }

    /// A file that is still open for writing can't be run: whoever replaces it is done in a moment.
    private func startWhenWritten(_ input: [UInt8]) async throws(SystemFailure) -> ChildProcess {
        for _ in 0..<10 {
            do throws(SystemFailure) {
                return try start(input)
            } catch {
                guard error.code == ETXTBSY, !Task.isCancelled else { throw error }
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
        return try start(input)
    }

    private func start(_ input: [UInt8]) throws(SystemFailure) -> ChildProcess {
        let file = try Self.file(with: input)
        defer { close(file) }
        return try ChildProcess.start(path, environment: environment, input: file)
    }

    /// Open at its beginning, and without a name.
    private static func file(with bytes: [UInt8]) throws(SystemFailure) -> Int32 {
        let folder = FileManager.default.temporaryDirectory.path()
        var name = Array("\(folder)cachetop-alert.XXXXXX".utf8CString)
        let file = mkstemp(&name)
        guard file >= 0 else { throw SystemFailure() }
        unlink(name)
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        let failure = Output.write(bytes, to: file)
        guard failure == nil, lseek(file, 0, SEEK_SET) == 0 else {
            close(file)
            throw SystemFailure(failure ?? errno)
        }
        return file
    }
}
