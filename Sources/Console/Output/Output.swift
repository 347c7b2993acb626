import Glibc

/// Standard output and standard error as a shell gives them: they may be full, closed, or a pipe whose
/// reader is gone.
///
/// Foundation's `FileHandle.write` traps then, and `print` reports nothing. A purge must not end in a
/// crash because its outcome could not be written. Writes may wait for a slow reader: a server that must
/// not wait writes through a `LineQueue`.
package enum Output {
    /// To be called once, before anything is opened or written.
    ///
    /// A pipe without a reader becomes an error instead of the end. A closed standard descriptor is opened
    /// on /dev/null, so that no connection or file gets its number; what is written to it still fails.
    package static func prepare() {
        signal(SIGPIPE, SIG_IGN)
        for descriptor in STDIN_FILENO...STDERR_FILENO
        where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
            let opened = open("/dev/null", O_RDONLY)
            if opened >= 0, opened != descriptor {
                dup2(opened, descriptor)
                close(opened)
            }
        }
    }

    /// Writes the result for which the command was run.
    /// - Throws: status 1, when not all of it could be written.
    package static func put(_ bytes: [UInt8]) throws(Ending) {
        guard let code = write(bytes, to: STDOUT_FILENO) else { return }
        throw Ending(
            .failed,
            "Could not write to standard output: \(String(cString: strerror(code))). The command "
                + "itself was carried out; only its report is lost.")
    }

    package static func put(_ text: String) throws(Ending) { try put(Array(text.utf8)) }

    /// A line on standard output beside the work, which goes on if it can't be written.
    package static func inform(_ line: String) {
        _ = write(Array((line + "\n").utf8), to: STDOUT_FILENO)
    }

    /// A line on standard error; if it can't be written, that is no failure.
    package static func warn(_ line: String) {
        _ = write(Array((line + "\n").utf8), to: STDERR_FILENO)
    }

    /// A question on standard error, whose answer is typed behind it.
    package static func prompt(_ question: String) {
        _ = write(Array(question.utf8), to: STDERR_FILENO)
    }

    /// - Returns: why not all is written (errno); nil: it is.
    package static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
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
