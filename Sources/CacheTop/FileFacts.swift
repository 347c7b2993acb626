// `stat` is defined in several C modules, and whichever a compilation meets first owns it: with both
// imported it does not matter which that is.
import CDispatch
import Console
import Glibc

/// What the system says of a file.
struct FileFacts {
    /// With its kind.
    let mode: mode_t
    let owner: uid_t
    let group: gid_t
    let size: Int

    /// Of what a symbolic link leads to.
    init(path: String) throws(SystemFailure) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { throw SystemFailure() }
        self.init(facts)
    }

    init(descriptor: Int32) throws(SystemFailure) {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw SystemFailure() }
        self.init(facts)
    }

    private init(_ facts: stat) {
        mode = facts.st_mode
        owner = facts.st_uid
        group = facts.st_gid
        size = Int(facts.st_size)
    }

    var kind: mode_t { mode & S_IFMT }
    var isRegular: Bool { kind == S_IFREG }
}
