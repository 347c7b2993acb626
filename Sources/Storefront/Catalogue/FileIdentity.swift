import Glibc

/// Which file a path meant when it was opened. Whoever keeps a file open does not notice that it is
/// removed or replaced, and would go on with one that no other program sees.
struct FileIdentity: Sendable, Hashable {
    private let path: String
    private let device: UInt64
    private let inode: UInt64

    /// nil: nothing is there.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.path = path
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }

    /// Of what is at this path itself, where that is a link; nil: nothing is there.
    init?(linkAt path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        self.path = path
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }

    /// Whatever it is called.
    func isSameFile(as other: FileIdentity) -> Bool {
        device == other.device && inode == other.inode
    }

    /// - Throws: when the path means another file by now, or none.
    func check() throws(CatalogueError) {
        guard FileIdentity(path: path) == self else {
            throw CatalogueError(
                description: "The catalogue \(path) was removed or replaced while it was in use:"
                    + " put it back, then start this anew.")
        }
    }
}
