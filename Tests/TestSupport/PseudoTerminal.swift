import Foundation
import Glibc

/// A terminal whose other end is the test: it decides how fast what is drawn is taken. For lines that are
/// slow; whoever wants to see a screen takes `Tmux`.
package struct PseudoTerminal: Sendable {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    private let master: Int32
    private let child: pid_t

    /// Runs a program in a terminal of this size until `body` is done with it.
    package static func with<Result>(
        _ executable: Executable, environment: [String: String], columns: UInt16, rows: UInt16,
        _ body: (PseudoTerminal) async throws -> Result
    ) async throws -> Result {
        let (master, name) = try open(columns: columns, rows: rows)
        defer { close(master) }
        let child = try spawn(
            [executable.path], Executable.environment(environment), terminal: name)
        let terminal = PseudoTerminal(master: master, child: child)
        defer { terminal.end() }
        return try await body(terminal)
    }

    package func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(master, bytes, bytes.count)
    }

    /// At most so many bytes of what the program has drawn; nil after its end.
    package func take(_ most: Int) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: most)
        let count = read(master, &buffer, most)
        if count >= 0 { return Array(buffer.prefix(count)) }
        return errno == EAGAIN || errno == EINTR ? [] : nil
    }

    private func end() {
        kill(child, SIGKILL)
        var status: Int32 = 0
        _ = waitpid(child, &status, 0)
    }

    /// By Linux' own requests: what POSIX has for it is hidden from Swift.
    private static let unlock: UInt = 0x4004_5431
    private static let giveNumber: UInt = 0x8004_5430

    private static func open(columns: UInt16, rows: UInt16) throws -> (Int32, String) {
        let master = Glibc.open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        var (unlocked, number) = (Int32(0), Int32(0))
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        guard master >= 0, ioctl(master, unlock, &unlocked) == 0,
            ioctl(master, giveNumber, &number) == 0,
            ioctl(master, UInt(TIOCSWINSZ), &size) == 0
        else { throw Failure(description: String(cString: strerror(errno))) }
        return (master, "/dev/pts/\(number)")
    }

    private static func spawn(
        _ arguments: [String], _ environment: [String: String], terminal: String
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        // A session of its own makes the first terminal that it opens its own (POSIX_SPAWN_SETSID, which
        // is hidden from Swift). Threads of Swift's pool block all signals; the program must not.
        let newSession: Int16 = 0x80
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | newSession)
        var words = arguments.map { strdup($0) } + [nil]
        var settings = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { (words + settings).forEach { free($0) } }
        var child: pid_t = 0
        let error = posix_spawn(&child, arguments[0], &actions, &attributes, &words, &settings)
        guard error == 0 else { throw Failure(description: String(cString: strerror(error))) }
        return child
    }
}
