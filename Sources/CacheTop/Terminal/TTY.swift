import Glibc
import Screen

/// The terminal as a device: its own open file, its settings as they were found, and the
/// last-resort way to put them back. Nonisolated, because the watchdog uses it on another
/// thread while the main one may be stuck.
///
/// The file is opened anew, never inherited: O_NONBLOCK belongs to the open file, and the shell
/// shares the one that it gave us. Nothing here blocks, even on a terminal stopped by ^S.
nonisolated struct TTY: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String

        /// - Parameter type: TERM.
        static func unusable(type: String?) -> Failure {
            guard let type, !type.isEmpty else {
                return Failure(
                    description: "TERM is not set; it names the terminal's type, as in "
                        + "TERM=xterm-256color")
            }
            return Failure(
                description: "a terminal of type \(type) can't show a dashboard (TERM says so); "
                    + "'cachetop snapshot' writes the same as JSON")
        }

        /// Not even an xterm is known: what describes terminals is not on this host.
        static func noDatabase(type: String) -> Failure {
            Failure(
                description: "this host has no description of a terminal of type \(type): install "
                    + "its terminfo database (Debian: ncurses-base, Alpine: ncurses-terminfo-base), "
                    + "or name its folder in TERMINFO")
        }
    }

    let descriptor: Int32
    /// As they were found.
    let settings: termios

    /// The terminal of standard output; keys come from it too, so that standard input may be a
    /// log.
    init() throws(Failure) {
        guard isatty(STDOUT_FILENO) == 1 else {
            throw Failure(description: "standard output is not a terminal")
        }
        let flags = O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
        var name = [CChar](repeating: 0, count: 256)
        var descriptor: Int32 = -1
        if ttyname_r(STDOUT_FILENO, &name, name.count) == 0 { descriptor = open(name, flags) }
        // After `su` the device still belongs to somebody else, but this name opens it.
        if descriptor < 0 { descriptor = open("/dev/tty", flags) }
        guard descriptor >= 0 else {
            throw Failure(
                description: "can't open the terminal: " + String(cString: strerror(errno)))
        }
        var settings = termios()
        guard tcgetattr(descriptor, &settings) == 0 else {
            throw Failure(description: "can't read the terminal's settings")
        }
        self.descriptor = descriptor
        self.settings = settings
    }

    /// 80 by 24 where it is not known.
    var size: Size {
        var window = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0,
            window.ws_row > 0
        else { return Size(columns: 80, rows: 24) }
        return Size(columns: Int(window.ws_col), rows: Int(window.ws_row))
    }

    /// Keys one by one, not shown; ^C and ^Z stay signals.
    func takeOver() {
        var raw = settings
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ECHONL)
        raw.c_iflag &= ~tcflag_t(ICRNL | INLCR | IGNCR)
        raw.c_oflag &= ~tcflag_t(ONLCR)
        _ = tcsetattr(descriptor, TCSANOW, &raw)
    }

    func restoreSettings() {
        var settings = settings
        _ = tcsetattr(descriptor, TCSANOW, &settings)
    }

    /// For a terminal that doesn't take its output: drops what waits, lifts a ^S, sends the way
    /// back to the normal screen as far as it goes, and returns.
    func forceBack(with farewell: [UInt8]) {
        // In the background the next call would stop us instead.
        signal(SIGTTOU, SIG_IGN)
        _ = tcflush(descriptor, TCOFLUSH)
        _ = tcflow(descriptor, TCOON)
        // CAN ends a sequence that was cut in half.
        _ = write([0x18] + farewell)
        restoreSettings()
    }

    /// What the terminal took; nil when it is gone.
    func write(_ bytes: [UInt8]) -> Int? {
        guard !bytes.isEmpty else { return 0 }
        let count = Glibc.write(descriptor, bytes, bytes.count)
        if count >= 0 { return count }
        return errno == EAGAIN || errno == EINTR ? 0 : nil
    }

    /// Whether the terminal takes output before the milliseconds have passed.
    func isWritable(within milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&entry, 1, milliseconds) == 1 && entry.revents & Int16(POLLOUT) != 0
    }

    /// True after a hang-up: readable, but with nothing to read.
    var isGone: Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, 0) > 0 else { return false }
        if entry.revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 { return true }
        var waiting: Int32 = 0
        return ioctl(descriptor, UInt(FIONREAD), &waiting) != 0 || waiting == 0
    }
}
