import Glibc
import Synchronization

/// The file of a log: appended to, readable by its owner alone, opened anew when it has been moved away.
final class LogFile: Sendable {
    private let path: String
    private let descriptor: Mutex<Int32>

    /// - Throws: status 1, when the file can't be opened.
    init(path: String) throws(Ending) {
        self.path = path
        let opened = Self.open(path)
        guard opened >= 0 else {
            throw Ending(
                .failed,
                "can't open the log \(path): \(String(cString: strerror(errno))); name another file "
                    + "with --log.")
        }
        descriptor = Mutex(opened)
    }

    /// What can't be written is lost: a log must end no program.
    func write(_ bytes: [UInt8]) {
        descriptor.withLock { descriptor in
            if !isStillThere(descriptor) {
                let opened = Self.open(path)
                if opened >= 0 {
                    close(descriptor)
                    descriptor = opened
                }
            }
            _ = Output.write(bytes, to: descriptor)
        }
    }

    /// Without waiting for the reader of a FIFO; one that is not there is an error.
    private static func open(_ path: String) -> Int32 {
        Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0o600)
    }

    private func isStillThere(_ descriptor: Int32) -> Bool {
        var (own, named) = (stat(), stat())
        guard fstat(descriptor, &own) == 0 else { return false }
        return stat(path, &named) == 0 && named.st_dev == own.st_dev && named.st_ino == own.st_ino
    }
}
