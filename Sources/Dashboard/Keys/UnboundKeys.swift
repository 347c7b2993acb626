import Screen

/// The keys that were answered with "it is none": each is, once a session.
package struct UnboundKeys: Sendable, Hashable {
    /// A text that was pasted must not go on for ever.
    private static let limit = 32

    private var told: Set<KeyPress> = []

    /// Whether a key is to be answered.
    mutating func isNew(_ key: KeyPress) -> Bool {
        told.count < Self.limit && told.insert(key).inserted
    }
}

extension State {
    /// Says that a key is none, where nothing that matters more is being said.
    mutating func answer(unbound key: KeyPress) {
        if let notice, notice.style != .plain { return }
        guard unbound.isNew(key) else { return }
        say("\(DisplayText(key.name)) is no key of cachetop; ? lists the keys.")
    }
}

extension KeyPress {
    /// As a keyboard names it.
    var name: String {
        switch self {
        case .character(let character): String(character)
        case .control(let letter): "Ctrl-\(String(letter).uppercased())"
        case .function(let number): "F\(number)"
        case .enter: "Enter"
        case .escape: "Esc"
        case .tab: "Tab"
        case .backTab: "Shift-Tab"
        case .backspace: "Backspace"
        case .delete: "Delete"
        case .up: "Up"
        case .down: "Down"
        case .left: "Left"
        case .right: "Right"
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        case .home: "Home"
        case .end: "End"
        }
    }
}
