import Glibc
import Metrics

/// A file descriptor and how far it was read: the few system calls that following a log takes.
final class OpenFile {
    enum Problem: Error { case missing, notPermitted, notAFile, other(Int32) }

    struct Identity: Equatable {
        var device: UInt64
        var node: UInt64
    }

    private let descriptor: Int32
    private(set) var identity = Identity(device: 0, node: 0)
    private(set) var offset: Int64 = 0

    init(descriptor: Int32) { self.descriptor = descriptor }

    static func open(_ path: String, atEnd: Bool) -> Result<OpenFile, Problem> {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return .failure(problem(errno)) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            _ = closeDescriptor(descriptor)
            return .failure(.notAFile)
        }
        let file = OpenFile(descriptor: descriptor)
        file.identity = Identity(status)
        if atEnd { file.offset = max(0, Int64(lseek(descriptor, 0, SEEK_END))) }
        return .success(file)
    }

    static func status(of path: String) -> Result<(identity: Identity, size: Int64), Problem> {
        var status = stat()
        guard stat(path, &status) == 0 else { return .failure(problem(errno)) }
        return .success((Identity(status), Int64(status.st_size)))
    }

    /// Whether a read would return at once, at the end of the file included.
    var isReadable: Bool {
        var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return pollDescriptor(&poll) > 0
    }

    /// What can be had at once, at most `limit` bytes; empty at the end.
    func read(_ limit: Int) -> [UInt8] {
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            count = max(0, readDescriptor(descriptor, buffer))
        }
        offset += Int64(bytes.count)
        return bytes
    }

    /// How to read on from here: a file that is not read from its beginning says in its first bytes
    /// what it holds. The offset moves to the beginning of a character.
    func decoderAtOffset() -> LineDecoder {
        guard offset > 0 else { return LineDecoder() }
        let beginning = [UInt8](unsafeUninitializedCapacity: 3) { buffer, count in
            count = max(0, pread(descriptor, buffer.baseAddress, 3, 0))
        }
        let decoder = LineDecoder(beginning: beginning)
        let rest = offset % Int64(decoder.unit)
        if rest > 0 { offset = max(0, Int64(lseek(descriptor, off_t(offset - rest), SEEK_SET))) }
        return decoder
    }

    func rewind() { offset = max(0, Int64(lseek(descriptor, 0, SEEK_SET))) }

    func close() { _ = closeDescriptor(descriptor) }

    private static func problem(_ code: Int32) -> Problem {
        switch code {
        case ENOENT, ENOTDIR: .missing
        case EACCES, EPERM: .notPermitted
        case EISDIR: .notAFile
        default: .other(code)
        }
    }
}

extension OpenFile.Identity {
    fileprivate init(_ status: stat) {
        device = UInt64(truncatingIfNeeded: status.st_dev)
        node = UInt64(status.st_ino)
    }
}

// The methods above hide the system calls of the same name.
private func closeDescriptor(_ descriptor: Int32) -> Int32 { close(descriptor) }
private func pollDescriptor(_ entry: inout pollfd) -> Int32 { poll(&entry, 1, 0) }
private func readDescriptor(_ descriptor: Int32, _ buffer: UnsafeMutableBufferPointer<UInt8>)
    -> Int
{
    read(descriptor, buffer.baseAddress, buffer.count)
}
