/// One command: its words as bytes, since a key is bytes and may be anything.
///
/// A value that callers build and compare; `CommandWriter` writes it for the wire. The first word is the command's name.
package struct RedisCommand: Sendable, Hashable {
    package var arguments: [[UInt8]]

    package init(arguments: [[UInt8]]) { self.arguments = arguments }

    /// `RedisCommand("XINFO", "STREAM", "cache:events")`
    package init(_ words: String...) { arguments = words.map { Array($0.utf8) } }

    /// `RedisCommand("UNLINK", bytes: keys)`: words first, then keys or values as they are.
    package init(_ words: String..., bytes: [[UInt8]]) {
        arguments = []
        arguments.reserveCapacity(words.count + bytes.count)
        for word in words { arguments.append(Array(word.utf8)) }
        arguments += bytes
    }

    /// `RedisCommand("PTTL", key: key)`
    package init(_ words: String..., key: [UInt8]) {
        arguments = words.map { Array($0.utf8) }
        arguments.append(key)
    }

    package mutating func append(_ word: String) { arguments.append(Array(word.utf8)) }
    package mutating func append(_ bytes: [UInt8]) { arguments.append(bytes) }
    package mutating func append(_ number: Int) { append(String(number)) }

    package func appending(_ word: String) -> Self { appending(Array(word.utf8)) }
    package func appending(_ number: Int) -> Self { appending(String(number)) }
    package func appending(_ bytes: [UInt8]) -> Self {
        var longer = self
        longer.arguments.append(bytes)
        return longer
    }

    /// What an error may say about this command: its name, with the subcommand where the name alone
    /// says little (`XINFO STREAM`). Never an argument: one of them may be a secret or a key.
    package var name: String {
        guard let first = arguments.first.map(Self.plainWord) else { return "an empty command" }
        guard Self.withSubcommands.contains(first), arguments.count > 1 else { return first }
        return "\(first) \(Self.plainWord(arguments[1]))"
    }

    private static let withSubcommands: Set = [
        "ACL", "CLIENT", "CONFIG", "DEBUG", "MEMORY", "OBJECT", "SCRIPT", "XGROUP", "XINFO",
    ]

    private static func plainWord(_ bytes: [UInt8]) -> String {
        let plain = (1...16).contains(bytes.count) && bytes.allSatisfy { (65...122).contains($0) }
        return plain ? String(decoding: bytes, as: UTF8.self).uppercased() : "a command"
    }
}
