import Glibc

/// Standard output and standard error as a shell gives them: they may be full, closed, or a pipe that
/// nobody reads any more.
///
/// Foundation's `FileHandle.write` traps then, and `print` says nothing. What was done is done: a purge
/// must not end in a crash because its outcome could not be told.
enum Output {
    /// What the command was run for.
    /// - Throws: status 1, when not all of it could be written.
    static func put(_ bytes: [UInt8]) throws(Ending) {
        guard let code = write(bytes, to: STDOUT_FILENO) else { return }
        throw Ending(
            .failed,
            "the output could not be written: \(String(cString: strerror(code))). What was asked "
                + "for is done as far as it says; only its telling is lost.")
    }

    static func put(_ text: String) throws(Ending) { try put(Array(text.utf8)) }

    /// A sentence for whoever looks; if nobody can, that is no failure.
    static func tell(_ text: String) { _ = write(Array(text.utf8), to: STDERR_FILENO) }

    /// nil, or the error's number.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
        // A pipe without a reader is an error here, not the end.
        signal(SIGPIPE, SIG_IGN)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if count < 0, errno == EAGAIN {
                var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = Glibc.poll(&poll, 1, 1000)
            } else if count == 0 || errno != EINTR {
                return count == 0 ? EIO : errno
            }
        }
        return nil
    }
}
