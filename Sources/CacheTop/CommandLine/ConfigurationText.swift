import Console
import Foundation

/// The text of the configuration file, once it is known to be one that is safe to parse.
///
/// YAML's aliases multiply: a hundred of them, one within the other, can keep a parser busy for days. So
/// only a few are allowed, and they are counted before the parser sees the text.
struct ConfigurationText {
    static let longest = 256 << 10
    static let aliases = 20

    let text: String

    init(path: String) throws(Ending) {
        let bytes: [UInt8]
        do {
            bytes = try Self.read(path)
        } catch {
            throw Self.failure(path, "can't be read: \(error.words)")
        }
        guard bytes.count <= Self.longest else {
            throw Self.failure(path, "has more than \(Self.longest >> 10) KiB; is it that file?")
        }
        guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else {
            throw Self.failure(path, "is not a text in UTF-8")
        }
        guard Self.aliasCount(text) <= Self.aliases else {
            throw Self.failure(
                path, "has more than \(Self.aliases) YAML aliases (*name): write the values out")
        }
        self.text = text
    }

    /// What looks like an alias: a `*` where a value may begin, with a name behind it. In a quoted text it is
    /// counted, too.
    static func aliasCount(_ text: String) -> Int {
        text.matches(of: /(?:^|[\s\[{,])\*[^\s\[\]{},]/).count
    }

    private static func read(_ path: String) throws(SystemFailure) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw SystemFailure() }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= longest {
            let count = Foundation.read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw SystemFailure() }
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        return bytes
    }

    private static func failure(_ path: String, _ what: String) -> Ending {
        Ending(.failed, "the configuration file \(path) \(what).")
    }
}
