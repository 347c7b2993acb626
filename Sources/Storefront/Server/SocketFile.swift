import Glibc
import Synchronization

/// The file of the unix socket that this server listens on: taken only when nothing else listens there,
/// and removed only while it is this server's own.
///
/// The server binds a name of its own beside it, and that is renamed once it listens: no client finds a
/// socket without a listener, and NIO, which removes the name that it has bound when it closes, does not
/// remove another server's. From the check to the renaming a lock on the folder keeps other starting
/// instances out: else two of them could find the same dead socket and replace each other's.
final class SocketFile: Sendable {
    /// What is at a path before a server listens there.
    enum Occupant: Equatable {
        case nothing
        /// A socket without a listener: what a killed program leaves behind.
        case dead
        /// A program that listens, as `redis-server (process 123)`.
        case alive(String)
        /// It is not known (errno).
        case unknown(Int32)
        case noSocket
    }

    /// A new instance listens on PATH + this; then it is renamed to PATH: no moment without a listener.
    static let handOverSuffix = ".new"

    let path: String
    /// What the server binds.
    let boundPath: String
    private let lock: Int32
    /// nil: it does not listen yet.
    private let identity = Mutex<FileIdentity?>(nil)
    private static let count = Atomic(0)

    /// - Throws: when something listens there already, or it is no socket.
    init(path: String) throws(ServerError) {
        self.path = path
        let number = Self.count.add(1, ordering: .relaxed).newValue
        boundPath = "\(Self.folder(of: path))/.\(getpid())-\(number)"
        // Without a folder the bind itself says what is wrong.
        lock = open(Self.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if lock >= 0 { flock(lock, LOCK_EX) }
        if let problem = Self.problem(Self.occupant(of: path), path) {
            if lock >= 0 { close(lock) }
            throw ServerError(description: problem)
        }
    }

    deinit { if lock >= 0 { close(lock) } }

    /// The server listens: the file gets its name.
    /// - Throws: when it can't.
    func didListen() throws(ServerError) {
        defer { if lock >= 0 { flock(lock, LOCK_UN) } }
        guard rename(boundPath, path) == 0 else {
            throw ServerError(
                description: "Can't listen on \(path): \(String(cString: strerror(errno))).")
        }
        identity.withLock { $0 = FileIdentity(linkAt: path) }
    }

    /// Before the server stops: the file goes if it is still this server's, under the name that it was
    /// given or the one that a hand-over has renamed it to.
    func remove() {
        guard let own = identity.withLock({ $0 }) else { return }
        if lock >= 0 { flock(lock, LOCK_EX) }
        for name in names where FileIdentity(linkAt: name)?.isSameFile(as: own) == true {
            unlink(name)
        }
        if lock >= 0 { flock(lock, LOCK_UN) }
    }

    private var names: [String] {
        path.hasSuffix(Self.handOverSuffix)
            ? [path, String(path.dropLast(Self.handOverSuffix.count))] : [path]
    }

    // MARK: Who is there

    static func occupant(of path: String) -> Occupant {
        var status = stat()
        guard lstat(path, &status) == 0 else { return .nothing }
        guard status.st_mode & S_IFMT == S_IFSOCK else { return .noSocket }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | nonBlocking, 0)
        guard descriptor >= 0 else { return .unknown(errno) }
        defer { close(descriptor) }
        guard connect(descriptor, to: path) != 0 else { return .alive(peer(of: descriptor)) }
        switch errno {
        case ECONNREFUSED: return .dead
        case ENOENT: return .nothing
        // Its queue of connections is full, so something listens.
        case EAGAIN: return .alive("a program that is busy")
        // A socket of another kind: datagrams.
        case EPROTOTYPE: return .alive("another program")
        default: return .unknown(errno)
        }
    }

    private static let nonBlocking = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)

    private static func connect(_ descriptor: Int32, to path: String) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            errno = ENAMETOOLONG
            return -1
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    /// By the kernel's word: the process that listens.
    private static func peer(of descriptor: Int32) -> String {
        // struct ucred: process, user, group.
        var credentials: (Int32, UInt32, UInt32) = (0, 0, 0)
        var size = socklen_t(MemoryLayout.size(ofValue: credentials))
        guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0,
            credentials.0 > 0
        else { return "another program" }
        return "\(name(of: credentials.0)) (process \(credentials.0))"
    }

    private static func name(of process: Int32) -> String {
        guard let file = fopen("/proc/\(process)/comm", "re") else { return "another program" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = fread(&bytes, 1, bytes.count, file)
        // What a process calls itself may be anything.
        return String(
            decoding: bytes.prefix(count).filter { (32..<127).contains($0) }, as: UTF8.self)
    }

    private static func problem(_ occupant: Occupant, _ path: String) -> String? {
        switch occupant {
        case .nothing, .dead: nil
        case .alive(let program):
            "\(path) is in use: \(program) listens on it. Stop that program first, or choose another "
                + "path with --unix-socket. To replace a running storefront without an outage, start "
                + "the new one on \(path)\(handOverSuffix) and rename that to \(path)."
        case .noSocket:
            "\(path) is a file and no socket: choose another path with --unix-socket."
        case .unknown(let code):
            "Could not find out whether a program listens on \(path) (\(String(cString: strerror(code)))): "
                + "remove it if none does, or choose another path with --unix-socket."
        }
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
