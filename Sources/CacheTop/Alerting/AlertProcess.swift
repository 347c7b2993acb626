import Console
import Foundation
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
        let pid: pid_t
        do {
            pid = try await startWhenWritten(input)
        } catch {
            let hint = error.code == ENOEXEC ? ": begin it with '#!/bin/sh' or the like" : ""
            return "it could not be started (\(error.words)\(hint))"
        }
        let isOver = await hasEnded(pid)
        // The process is not waited for yet, so its number is no other group's.
        kill(-pid, SIGKILL)
        let status = Self.status(of: pid)
        guard isOver else {
            return Task.isCancelled
                ? "cachetop ended first" : "it was ended after \(limit.components.seconds) s"
        }
        if status & 0x7F != 0 { return "it was ended by signal \(status & 0x7F)" }
        let code = (status >> 8) & 0xFF
        return code == 0 ? nil : "it ended with status \(code)"
    }

    private func hasEnded(_ pid: pid_t) async -> Bool {
        let clock = ContinuousClock()
        let end = clock.now.advanced(by: limit)
        var pause = Duration.milliseconds(2)
        while !Self.isOver(pid) {
            guard clock.now < end else { return false }
            do { try await Task.sleep(for: min(pause, clock.now.duration(to: end))) } catch {
                return Self.isOver(pid)
            }
            pause = min(pause * 2, .milliseconds(50))
        }
        return true
    }

    private static func isOver(_ pid: pid_t) -> Bool {
        var facts = siginfo_t()
        let answer = waitid(P_PID, id_t(pid), &facts, WEXITED | WNOWAIT | WNOHANG)
        return answer == 0 && facts.si_signo != 0
    }

    private static func status(of pid: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return status
    }

    /// A file that is still open for writing can't be run: whoever replaces it is done in a moment.
    private func startWhenWritten(_ input: [UInt8]) async throws(SystemFailure) -> pid_t {
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

    private func start(_ input: [UInt8]) throws(SystemFailure) -> pid_t {
        let file = try Self.file(with: input)
        defer { close(file) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, file, STDIN_FILENO)
        for output in [STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, output, "/dev/null", O_WRONLY, 0)
        }
        for open in Self.openFiles where open > STDERR_FILENO {
            posix_spawn_file_actions_addclose(&actions, open)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Dispatch blocks signals on its threads, and cachetop ignores some.
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: flags))
        var words: [UnsafeMutablePointer<CChar>?] = [strdup(path), nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, path, &actions, &attributes, &words, &variables)
        guard code == 0 else { throw SystemFailure(code) }
        return pid
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

    /// Not all that is open here is closed by exec: curses duplicates the terminal.
    private static var openFiles: [Int32] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        return (names ?? []).compactMap { Int32($0) }
    }
}
