import Console
import Foundation
import Glibc

/// Writes a file whole or not at all: a temporary file beside it, mode 0600, then a rename.
enum WholeFile {
    static func write(_ bytes: [UInt8], to path: String) throws(Ending) {
        let temporary = "\(path).\(getpid()).tmp"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure(path) }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                Glibc.write(file, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            written += count
        }
        let isWhole = written == bytes.count && fsync(file) == 0
        let reason = errno
        guard close(file) == 0, isWhole, rename(temporary, path) == 0 else {
            let renaming = errno
            unlink(temporary)
            errno = isWhole ? renaming : reason
            throw failure(path)
        }
    }

    private static func failure(_ path: String) -> Ending {
        let why = String(cString: strerror(errno))
        return Ending(.failed, "can't write \(path): \(why); choose another place.")
    }
}
