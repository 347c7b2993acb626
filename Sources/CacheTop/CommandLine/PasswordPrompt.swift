import Glibc

/// Asks for a password on the terminal itself, without showing it. Where there is none, nil: the
/// server's own answer then says what is missing.
///
/// A signal at the prompt ends the program; the terminal shows what is typed again before that.
enum PasswordPrompt {
    static func ask(_ question: String) -> String? {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else { return nil }
        defer { close(terminal) }
        var settings = termios()
        guard tcgetattr(terminal, &settings) == 0 else { return nil }
        TerminalRescue.arm(terminal: terminal, settings: settings, ends: true)
        defer { TerminalRescue.disarm() }
        var silent = settings
        silent.c_lflag &= ~tcflag_t(ECHO)
        // Stopped by ^Z the terminal would stay as it is now.
        withUnsafeMutableBytes(of: &silent.c_cc) { $0[Int(VSUSP)] = 0 }
        tcsetattr(terminal, TCSAFLUSH, &silent)
        defer { tcsetattr(terminal, TCSAFLUSH, &settings) }
        say(question, to: terminal)
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while bytes.count < 4096 {
            let count = read(terminal, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1, byte != UInt8(ascii: "\n") else { break }
            bytes.append(byte)
        }
        say("\n", to: terminal)
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    private static func say(_ text: String, to terminal: Int32) {
        let bytes = Array(text.utf8)
        _ = write(terminal, bytes, bytes.count)
    }
}
