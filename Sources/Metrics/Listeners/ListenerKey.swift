/// The keys in which listeners of a catalogue write their signs of life (docs/contracts.md, 8).
package enum ListenerKey {
    private static let prefix = Array("cachetop:listener:".utf8)
    /// The name of a listener that was given none.
    package static let standardName = Array("listener".utf8)
    /// More are not followed.
    package static let mostNames = 16
    private static let longestName = 128
    /// A sign of life takes some 200 bytes: a larger value is something else, and is not read.
    private static let mostBytes: UInt64 = 4096

    package static func key(of name: [UInt8]) -> [UInt8] { prefix + name }

    /// The key as a sentence names it.
    package static func text(of name: [UInt8]) -> String { KeyText.text(key(of: name)) }

    /// The listener's name; nil: the key is none of a listener's.
    /// - Parameter bytes: MEMORY USAGE's answer; nil when it is not known.
    static func name(of key: [UInt8], bytes: UInt64?) -> [UInt8]? {
        guard key.starts(with: prefix), (bytes ?? 0) <= mostBytes else { return nil }
        let name = key.dropFirst(prefix.count)
        return (1...longestName).contains(name.count) ? Array(name) : nil
    }
}
