import FoundationEssentials
import Glibc

/// How many files and sockets the process may open (`ulimit -n`).
enum OpenFileLimit {
    private static let most: rlim_t = 65_536

    /// Raises it as far as the system lets this user.
    /// - Throws: status 1, when it is too low for the threads that wait for sockets: they would crash.
    static func raise() throws(Ending) {
        var limit = rlimit()
        let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(kind, &limit) == 0 else { return }
        if limit.rlim_cur < min(limit.rlim_max, most) {
            limit.rlim_cur = min(limit.rlim_max, most)
            _ = setrlimit(kind, &limit)
            _ = getrlimit(kind, &limit)
        }
        // Three descriptors a thread of SwiftNIO, one of which a processor has; the rest is for all else.
        let needed = rlim_t(3 * ProcessInfo.processInfo.activeProcessorCount + 24)
        guard limit.rlim_cur < needed else { return }
        throw Ending(
            .failed,
            "this process may open only \(limit.rlim_cur) files and sockets at once, and needs "
                + "\(needed) on this machine: raise the limit with 'ulimit -n'.")
    }
}
