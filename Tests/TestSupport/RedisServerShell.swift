import Glibc
import NIOPosix

/// A shell of the harness, by `posix_spawn` itself.
///
/// A server must not inherit what other tests have open: a port that it holds can't be bound again,
/// a connection that it holds does not end. So the child closes all but its own three.
struct RedisServerShell: Sendable {
    struct Failure: Error { let call: String; let code: Int32 }

    let pid: pid_t
    /// The end that keeps the shell's standard input open.
    private let input: Int32
    private let output: Int32

    /// Starts `sh -c script` in `folder`, with `arguments` as its `$@`.
    init(_ script: String, _ arguments: [String] = [], in folder: String) throws(Failure) {
        var stdin: [Int32] = [0, 0]
        var stdout: [Int32] = [0, 0]
        guard pipe(&stdin) == 0, pipe(&stdout) == 0 else {
            throw Failure(call: "pipe", code: errno)
        }
        for descriptor in stdin + stdout { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, stdin[0], 0)
        posix_spawn_file_actions_adddup2(&actions, stdout[1], 1)
        for descriptor in Int32(3)..<1024 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        // A thread of the pool may have signals blocked; a program of ours must hear them.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let command = ["/bin/sh", "-c", "cd \"$0\" || exit; \(script)", folder]
        let words = (command + arguments).map { strdup($0) }
        defer { for word in words { free(word) } }
        var pid: pid_t = 0
        let status = posix_spawn(&pid, "/bin/sh", &actions, &attributes, words + [nil], environ)
        close(stdin[0])
        close(stdout[1])
        self.pid = pid
        input = stdin[1]
        output = stdout[0]
        if status != 0 { throw Failure(call: "posix_spawn", code: status) }
    }

    /// The first of what it writes; empty at its end.
    func read() -> String {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = unistdRead(output, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    /// Ends its standard input.
    func closeInput() {
        close(input)
        close(output)
    }

    /// Its exit status; once only. On a thread of its own: the pool of tasks is small.
    func wait() async throws -> Int32 {
        try await NIOThreadPool.singleton.runIfActive {
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            return status
        }
    }
}

private func unistdRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int
{
    read(descriptor, bytes, count)
}
