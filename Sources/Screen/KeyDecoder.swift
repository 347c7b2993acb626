/// From what curses reads, bytes and its own codes, to what the operator did.
///
/// Escape sequences that curses doesn't know (a modified function key, a focus report) arrive
/// as Esc and loose letters. They are swallowed whole, however they are cut: in cachetop a
/// stray capital letter is a request to change the cache. Characters may be cut too.
/// Reports of the mouse come this way as well: `ESC [ < 0 ; 12 ; 7 M`, from old terminals
/// `ESC [ M` and three bytes.
package struct KeyDecoder: Sendable, Hashable {
    /// What the codes above 255 mean.
    private let names: [Int32: KeyPress]
    /// The terminal was asked to report its mouse.
    private let hasMouse: Bool
    private var state = State.ground
    private var character: [UInt8] = []

    private enum State: Hashable {
        case ground
        /// The read before ended with Esc: a key, unless the next one looks like the rest.
        case afterEscape
        /// After `ESC [`, with what came since.
        case inSequence([UInt8])
        /// After `ESC O`: one more.
        case beforeLast
        /// After `ESC [ M`: three bytes of an old mouse report.
        case inOldReport([Int])
    }

    /// No sequence that a terminal sends is longer; what goes on is typed.
    private static let longestSequence = 24

    package init(names: [Int32: KeyPress], hasMouse: Bool = false) {
        self.names = names
        self.hasMouse = hasMouse
    }

    /// The keys in codes that were read in one go.
    package mutating func keys(_ codes: [Int32]) -> [KeyPress] {
        inputs(codes).compactMap { if case .key(let key) = $0 { key } else { nil } }
    }

    /// What the operator did, in codes that were read in one go.
    package mutating func inputs(_ codes: [Int32]) -> [Input] {
        var inputs: [Input] = []
        var rest = codes[...]
        if state == .afterEscape {
            state = rest.count > 1 ? introduced(by: &rest) : .ground
        }
        while let code = rest.popFirst() {
            let (isTaken, press) = goOn(with: code)
            if let press { inputs.append(.mouse(press)) }
            if isTaken { continue }
            guard code == 0x1B else {
                if let key = key(code) { inputs.append(.key(key)) }
                continue
            }
            character = []
            if rest.isEmpty { state = .afterEscape } else { state = introduced(by: &rest) }
            if state == .ground || state == .afterEscape { inputs.append(.key(.escape)) }
        }
        return inputs
    }

    /// The next code of a sequence. Not taken: it is a key, and no sequence goes on.
    private mutating func goOn(with code: Int32) -> (isTaken: Bool, MousePress?) {
        switch state {
        case .inSequence(let bytes) where bytes.count < Self.longestSequence:
            if (0x20...0x3F).contains(code) {
                state = .inSequence(bytes + [UInt8(truncatingIfNeeded: code)])
                return (true, nil)
            }
            state = .ground
            guard (0x40...0x7E).contains(code) else { return (false, nil) }
            if hasMouse, code == 0x4D, bytes.isEmpty { state = .inOldReport([]) }
            return (true, hasMouse && code == 0x4D ? Self.press(bytes) : nil)
        case .inOldReport(let values):
            guard let value = UInt8(exactly: code) else {
                state = .ground
                return (false, nil)
            }
            let all = values + [Int(value) - 32]
            state = all.count < 3 ? .inOldReport(all) : .ground
            return (true, all.count < 3 ? nil : Self.press(all))
        case .beforeLast:
            state = .ground
            return ((0x20...0x7E).contains(code), nil)
        default:
            state = .ground
            return (false, nil)
        }
    }

    /// Of `< button ; column ; row`.
    private static func press(_ bytes: [UInt8]) -> MousePress? {
        guard bytes.first == UInt8(ascii: "<") else { return nil }
        return press(
            bytes.dropFirst().split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
                .map { Int(String(decoding: $0, as: UTF8.self)) ?? -1 })
    }

    private static func press(_ values: [Int]) -> MousePress? {
        guard values.count == 3 else { return nil }
        return MousePress(code: values[0], column: values[1], row: values[2])
    }

    /// What an Esc before `rest` begins.
    private func introduced(by rest: inout ArraySlice<Int32>) -> State {
        switch rest.first {
        case 0x5B:
            rest.removeFirst()
            return .inSequence([])
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
