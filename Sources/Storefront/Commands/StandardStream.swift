import Glibc

/// Standard output and standard error, written in such a way that a full disk or a reader who is gone
/// ends no program: Foundation's `FileHandle.write` traps on both.
///
/// May wait for a slow reader: what serves others writes through `ErrorLines`.
enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    /// To be called once, before anything is written: a write to a closed pipe fails, and kills nobody.
    static func ignoreClosedPipes() { signal(SIGPIPE, SIG_IGN) }

    /// - Returns: why not all of it is written (errno); nil: it is.
    @discardableResult
    func write(_ text: String) -> Int32? {
        let bytes = Array(text.utf8)
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes {
                Glibc.write(rawValue, $0.baseAddress, $0.count)
            }
            if count > 0 {
                done += count
            } else if count == 0 || errno != EINTR {
                return count == 0 ? EIO : errno
            }
        }
        return nil
    }

    /// A result, with a line's end, on standard output: who asked for it must hear that it is lost.
    static func print(_ text: String) throws(OperatorSentence) {
        guard let code = output.write(text + "\n") else { return }
        throw OperatorSentence(
            "Standard output can't be written: \(String(cString: strerror(code))). Give it a place "
                + "with room, and run this again.")
    }
}
