import Glibc

/// Files that the operator names, read whole. A device or a pipe may never end, so there is a bound.
package enum FileInput {
    /// - Parameters:
    ///   - path: `-` for standard input.
    ///   - limit: in bytes. What is longer is cut after one byte more, by which it is known.
    package static func read(_ path: String, atMost limit: Int) throws(SystemFailure) -> [UInt8] {
        guard path != "-" else { return try read(STDIN_FILENO, atMost: limit) }
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw SystemFailure() }
        defer { close(file) }
        return try read(file, atMost: limit)
    }

    private static func read(_ file: Int32, atMost limit: Int) throws(SystemFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= limit {
            let wanted = min(buffer.count, limit + 1 - bytes.count)
            let count = Glibc.read(file, &buffer, wanted)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw SystemFailure() }
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        return bytes
    }
}
