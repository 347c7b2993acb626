import Foundation
import Glibc

/// Asks for a password on the terminal itself, without showing it. Where there is none, nil: the
/// server's own answer then says what is missing.
enum PasswordPrompt {
    static func ask(_ question: String) -> String? {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else { return nil }
        defer { close(terminal) }
        var settings = termios()
        guard tcgetattr(terminal, &settings) == 0 else { return nil }
        var silent = settings
        silent.c_lflag &= ~tcflag_t(ECHO)
        // A signal at the prompt must not leave the terminal mute.
        silent.c_lflag &= ~tcflag_t(ISIG)
        tcsetattr(terminal, TCSAFLUSH, &silent)
        defer { tcsetattr(terminal, TCSAFLUSH, &settings) }
        say(question, to: terminal)
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while read(terminal, &byte, 1) == 1, byte != UInt8(ascii: "\n"), bytes.count < 4096 {
            if byte == 3 {
                bytes = []
                break
            }
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
