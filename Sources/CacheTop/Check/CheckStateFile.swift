import Console
import FoundationEssentials
import Glibc
import Metrics

/// The file of `cachetop check --state`: what one run leaves for the next.
///
/// Only a file that such a run wrote is ever replaced, whole, by a rename: of two runs at once the later one
/// stays, and neither reads a part.
struct CheckStateFile {
    static let longest = 1 << 20

    let path: String

    /// nil: there is none yet, or it is empty.
    /// - Parameter endpoint: of the Redis that is checked, without password.
    func read(for endpoint: String) throws(Ending) -> CheckMemory? {
        guard let bytes = try bytes(), !bytes.isEmpty else { return nil }
        let memory: CheckMemory
        do {
            memory = try CheckMemory(json: bytes)
        } catch {
            switch error {
            case .foreign:
                throw problem(
                    "is no state of 'cachetop check', or damaged. It was left as it is: name another "
                        + "file, or remove this one to begin anew")
            case .otherSchema(let schema):
                throw problem(
                    "is of another version of cachetop (\(schema); this one reads "
                        + "\(CheckMemory.schema)). Remove it to begin anew")
            }
        }
        guard memory.endpoint == endpoint else {
            throw problem(
                "is the state of \(memory.endpoint), and this check is of \(endpoint). Give each "
                    + "Redis a file of its own")
        }
        return memory
    }

    func write(_ memory: CheckMemory) throws(Ending) {
        let bytes: [UInt8]
        do {
            bytes = try memory.json()
        } catch {
            throw problem("can't be written: \(error)")
        }
        // Another run may have made one meanwhile; what is not a check's stays.
        _ = try read(for: memory.endpoint)
        try WholeFile.write(bytes, to: path)
    }

    /// nil: there is no such file.
    private func bytes() throws(Ending) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard file >= 0 else {
            guard errno != ENOENT else { return nil }
            throw problem("can't be read: \(SystemFailure().words)")
        }
        defer { close(file) }
        guard let facts = try? FileFacts(descriptor: file), facts.isRegular else {
            throw problem("is no regular file. Name one that cachetop may write")
        }
        guard facts.size <= Self.longest else {
            throw problem("has more than 1 MiB, so it is no state of 'cachetop check'")
        }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= Self.longest {
            let count = Glibc.read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw problem("can't be read: \(SystemFailure().words)") }
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        return bytes
    }

    private func problem(_ words: String) -> Ending {
        Ending(.failed, "the file of --state, \(path), \(words).")
    }
}
