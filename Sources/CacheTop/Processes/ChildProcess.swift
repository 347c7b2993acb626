import Console
import FoundationEssentials
import Glibc

/// A program that is started here, in a process group of its own.
///
/// Its input is one open file, what it writes is discarded, and no other file of ours is open in it. Signals do
/// what they do by themselves: Dispatch blocks some on its threads, and cachetop ignores others.
struct ChildProcess {
    let pid: pid_t

    /// - Parameter input: stays open here.
    /// - Throws: what the system says of the path, or of what stands there.
    static func start(
        _ path: String, arguments: [String] = [], environment: [String: String], input: Int32
    ) throws(SystemFailure) -> ChildProcess {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        for output in [STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, output, "/dev/null", O_WRONLY, 0)
        }
        for open in openFiles where open > STDERR_FILENO {
            posix_spawn_file_actions_addclose(&actions, open)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: flags))
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, path, &actions, &attributes, &words, &variables)
        guard code == 0 else { throw SystemFailure(code) }
        return ChildProcess(pid: pid)
    }

    /// Whether it has ended. It is not waited for, so its number is no other process's.
    var isOver: Bool {
        var facts = siginfo_t()
        let answer = waitid(P_PID, id_t(pid), &facts, WEXITED | WNOWAIT | WNOHANG)
        return answer == 0 && facts.si_signo != 0
    }

    /// Waits for its end.
    /// - Returns: how it ended, as `waitpid` says it.
    @discardableResult
    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return status
    }

    /// Not all that is open here is closed by exec: curses duplicates the terminal.
    private static var openFiles: [Int32] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        return (names ?? []).compactMap { Int32($0) }
    }
}
