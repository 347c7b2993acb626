import FoundationEssentials
import Glibc
import Metrics

/// The file that every attempt to invalidate is written to: JSON Lines, only ever appended to,
/// readable by its owner alone.
///
/// One `write` a line on a descriptor opened with O_APPEND, so that lines of two cachetops do not
/// run into each other and a kill leaves whole lines. A trail that can't be written does not stop
/// the purge: the record says what is wrong.
package struct AuditTrail: Sendable, Hashable {
    package let path: String

    package init(path: String) { self.path = path }

    /// - Returns: a sentence when the line is not in the file; nil: it is.
    func append(_ entry: AuditEntry) -> String? {
        guard let line = entry.line else {
            return "The trail \(path) was not written: the entry could not be encoded as JSON."
        }
        if let why = makeFolder() { return problem(why) }
        let file = openFile()
        guard file >= 0 else { return problem(Self.words(errno)) }
        defer { _ = close(file) }
        let whole = Self.endsWithinALine(file) ? [UInt8(ascii: "\n")] + line : line
        let written = whole.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        if written < 0 { return problem(Self.words(errno)) }
        guard written == whole.count else {
            return "The trail \(path) was only written in part; check whether its disk is full."
        }
        return nil
    }

    /// After a disk that was full: the next line must not become a part of the broken one. Makes the
    /// file its owner's alone, whoever made it.
    private static func endsWithinALine(_ file: Int32) -> Bool {
        var facts = stat()
        guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return false }
        if facts.st_uid == geteuid(), facts.st_mode & 0o077 != 0 { _ = fchmod(file, 0o600) }
        guard facts.st_size > 0 else { return false }
        var last: UInt8 = 0
        return pread(file, &last, 1, facts.st_size - 1) == 1 && last != UInt8(ascii: "\n")
    }

    /// Also for reading: by the last byte the line before is whole or not. A file that may only be written to
    /// and a FIFO are opened for writing; a FIFO that nothing reads is an error, or the line would be lost.
    private func openFile() -> Int32 {
        let flags = O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
        var facts = stat()
        if stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFIFO {
            return open(path, O_WRONLY | flags, 0o600)
        }
        let file = open(path, O_RDWR | flags, 0o600)
        return file < 0 && errno == EACCES ? open(path, O_WRONLY | flags, 0o600) : file
    }

    private func problem(_ why: String) -> String {
        "The trail \(path) was not written: \(why); repair it, or name another with --audit-file."
    }

    private static func words(_ code: Int32) -> String {
        code == ENXIO ? "it is a FIFO that nothing reads" : String(cString: strerror(code))
    }

    /// The folders above it, for the owner alone; what is there stays as it is.
    /// - Returns: why one of them can't be made.
    private func makeFolder() -> String? {
        var made = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
            made += part + "/"
            guard !part.isEmpty, mkdir(made, 0o700) != 0, errno != EEXIST else { continue }
            let code = errno
            // An automounted or foreign folder that is there may refuse with another code.
            var facts = stat()
            if stat(made, &facts) != 0 {
                return "the folder \(made) can't be made (\(Self.words(code)))"
            }
        }
        return nil
    }
}
