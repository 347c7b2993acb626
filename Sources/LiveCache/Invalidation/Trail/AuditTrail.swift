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
        makeFolder()
        // Also for reading: by the last byte the line before is whole or not.
        let flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
        let file = open(path, flags, 0o600)
        guard file >= 0 else { return problem }
        defer { _ = close(file) }
        let whole = Self.endsWithinALine(file) ? [UInt8(ascii: "\n")] + line : line
        let written = whole.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        if written < 0 { return problem }
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

    private var problem: String {
        "The trail \(path) was not written: \(String(cString: strerror(errno))); repair it, or "
            + "name another with --audit-file."
    }

    /// The folders above it, for the owner alone; what is there stays as it is.
    private func makeFolder() {
        var made = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
            made += part + "/"
            if !part.isEmpty { _ = mkdir(made, 0o700) }
        }
    }
}
