import Console
import FoundationEssentials
import Glibc

/// Writes a file whole or not at all: a temporary file beside it, then a rename.
///
/// A symbolic link stays, and the file that it leads to is written. What is no regular file (a FIFO, a
/// terminal) and what this process has open (/dev/stdout) is written to, never replaced. A new file is its
/// owner's alone (0600), one that is there keeps its mode.
enum WholeFile {
    static func write(_ bytes: [UInt8], to path: String) throws(Ending) {
        do throws(SystemFailure) {
            switch try target(of: path) {
            case .descriptor(let file):
                if let failure = Output.write(bytes, to: file) { throw SystemFailure(failure) }
            case .file(let path): try write(bytes, toFile: path)
            }
        } catch {
            throw Ending(.failed, "can't write \(path): \(error.words); choose another place.")
        }
    }

    private static func write(_ bytes: [UInt8], toFile path: String) throws(SystemFailure) {
        guard let facts = try? FileFacts(path: path) else {
            return try replace(path, by: bytes, mode: 0o600)
        }
        switch facts.kind {
        case S_IFREG: try replace(path, by: bytes, mode: facts.mode)
        case S_IFDIR: throw SystemFailure(EISDIR)
        default: try fill(path, with: bytes)
        }
    }

    private enum Target {
        /// It may not be there yet.
        case file(String)
        /// A file that is open already: behind `>>` others have written to it.
        case descriptor(Int32)
    }

    /// Where the symbolic links end.
    private static func target(of path: String) throws(SystemFailure) -> Target {
        var path = path
        for _ in 0..<40 {
            if let file = descriptor(path) { return .descriptor(file) }
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
            let count = readlink(path, &buffer, Int(PATH_MAX))
            guard count >= 0 else { return .file(path) }
            let link = String(
                decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
            let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
            path = link.hasPrefix("/") ? link : folder + link
        }
        throw SystemFailure(ELOOP)
    }

    /// The number of an open file in its name below /proc.
    private static func descriptor(_ path: String) -> Int32? {
        ["/dev/fd/", "/proc/self/fd/"].filter(path.hasPrefix).lazy
            .compactMap { Int32(path.dropFirst($0.count)) }.first
    }

    private static func fill(_ path: String, with bytes: [UInt8]) throws(SystemFailure) {
        let file = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC)
        guard file >= 0 else { throw SystemFailure() }
        let failure = Output.write(bytes, to: file)
        guard close(file) == 0, failure == nil else { throw SystemFailure(failure ?? errno) }
    }

    private static func replace(
        _ path: String, by bytes: [UInt8], mode: mode_t
    ) throws(SystemFailure) {
        // A name of its own: what a killed run left behind is in nobody's way.
        var name = Array("\(path).XXXXXX.tmp".utf8CString)
        let file = mkstemps(&name, 4)
        guard file >= 0 else { throw SystemFailure() }
        var failure = Output.write(bytes, to: file)
        if failure == nil, fchmod(file, mode & 0o777) != 0 || fsync(file) != 0 { failure = errno }
        if close(file) != 0 { failure = failure ?? errno }
        if failure == nil, rename(name, path) != 0 { failure = errno }
        guard let failure else { return }
        unlink(name)
        throw SystemFailure(failure)
    }
}
