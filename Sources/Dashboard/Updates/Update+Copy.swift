import Metrics
import Screen

// A key's name, for the clipboard of the operator's terminal.

extension State {
    /// Bytes of a name; terminals drop longer requests.
    private static let longestCopy = 4096

    mutating func copyKey() -> [Effect] {
        guard let name = copiedName else {
            say("c copies a key: select one first, as with 4 and Down.")
            return []
        }
        guard let key = knownBytes(of: name) else { return [] }
        guard key.count <= Self.longestCopy else {
            say("Not copied: the name of this key has more than 4,096 bytes.", .warning)
            return []
        }
        // What is pasted must not press a key: a line break in a name would run a command.
        let text = DisplayText(bytes: key).string
        let isWhole = Array(text.utf8) == key
        let shown = DisplayText(text).truncated(to: 60, .middle, glyphs: glyphs)
        say(
            "Sent \(shown) to the terminal's clipboard\(isWhole ? "" : ", escaped as shown"); "
                + "the terminal decides whether it takes it.", seconds: 8)
        return [.copy(text)]
    }

    /// The key of the opened view or of the selected row; counters are keys, too.
    var copiedName: String? {
        if let key = keyUnderCursor { return key }
        guard case .counter(let key) = selections[cursor]?.row else { return nil }
        return key
    }
}
