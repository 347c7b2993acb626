import CTerminal
import Glibc

/// The terminal's way back when the program can't give it back itself: in a crash, or, without a loop that
/// listens to them, at the signals that end it. One at a time; the handlers are C's.
nonisolated enum TerminalRescue {
    /// - Parameters:
    ///   - farewell: what brings the normal screen back; none where nothing was drawn.
    ///   - ends: at TERM, HUP, INT and QUIT as well.
    static func arm(
        terminal: Int32, settings: termios, farewell: [UInt8] = [], ends: Bool = false
    ) {
        var settings = settings
        cterminal_arm(terminal, &settings, farewell, farewell.count, ends ? 1 : 0, report)
    }

    static func disarm() { cterminal_disarm() }

    /// Where the backtrace of a crash goes.
    private static var report: String {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        return "\(folder.hasPrefix("/") ? folder : "/tmp")/cachetop-crash-\(getpid()).txt"
    }
}
