/// From what curses reads, bytes and its own codes, to what the operator pressed.
///
/// Escape sequences that curses doesn't know (a modified function key, a focus report) arrive
/// as Esc and loose letters. They are swallowed whole, however they are cut: in cachetop a
/// stray capital letter is a request to change the cache. Characters may be cut too.
package struct KeyDecoder: Sendable, Hashable {
    /// What the codes above 255 mean.
    private let names: [Int32: KeyPress]
    private var state = State.ground
    private var character: [UInt8] = []

    private enum State: Hashable {
        case ground
        /// The read before ended with Esc: a key, unless the next one looks like the rest.
        case afterEscape
        case inSequence(length: Int)
        /// After `ESC O`: one more.
        case beforeLast
    }

    /// No sequence that a terminal sends is longer; what goes on is typed.
    private static let longestSequence = 24

    package init(names: [Int32: KeyPress]) {
        self.names = names
    }

    /// The keys in codes that were read in one go.
    package mutating func keys(_ codes: [Int32]) -> [KeyPress] {
        var keys: [KeyPress] = []
        var rest = codes[...]
        if state == .afterEscape {
            state = rest.count > 1 ? introduced(by: &rest) : .ground
        }
        while let code = rest.popFirst() {
            switch state {
            case .inSequence(let length) where length < Self.longestSequence:
                if (0x20...0x3F).contains(code) {
                    state = .inSequence(length: length + 1)
                    continue
                }
                state = .ground
                if (0x40...0x7E).contains(code) { continue }
            case .beforeLast:
                state = .ground
                if (0x20...0x7E).contains(code) { continue }
            default:
                state = .ground
            }
            guard code == 0x1B else {
                if let key = key(code) { keys.append(key) }
                continue
            }
            character = []
            if rest.isEmpty { state = .afterEscape } else { state = introduced(by: &rest) }
            if state == .ground || state == .afterEscape { keys.append(.escape) }
        }
        return keys
    }

    /// What an Esc before `rest` begins.
    private func introduced(by rest: inout ArraySlice<Int32>) -> State {
        switch rest.first {
        case 0x5B:
            rest.removeFirst()
            return .inSequence(length: 0)
        case 0x4F:
            rest.removeFirst()
            return .beforeLast
        default:
            return .ground
        }
    }

    private mutating func key(_ code: Int32) -> KeyPress? {
        guard let byte = UInt8(exactly: code) else {
            character = []
            return names[code]
        }
        switch byte {
        case 0x08, 0x7F: return .backspace
        case 0x09: return .tab
        case 0x0A, 0x0D: return .enter
        case 0x01...0x1A:
            return .control(Character(Unicode.Scalar(byte + 0x60)))
        case 0x20...0x7E:
            character = []
            return .character(Character(Unicode.Scalar(byte)))
        case 0x80...:
            // A first byte begins anew; four bytes that are no character never become one.
            if byte >= 0xC0 || character.count >= 4 { character = [] }
            character.append(byte)
            guard let text = String(validating: character, as: UTF8.self),
                let whole = text.first, byte & 0xC0 == 0x80
            else { return nil }
            character = []
            return .character(whole)
        default: return nil
        }
    }
}
