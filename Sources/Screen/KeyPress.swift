/// One key as the operator pressed it, whatever bytes the terminal sent for it. The terminal
/// makes these, the keymap and the input line read them.
package enum KeyPress: Sendable, Hashable {
    case character(Character)
    /// Ctrl with a letter, in lower case: `.control("c")`. Tab and Enter have names of their own.
    case control(Character)
    case function(Int)
    case enter, escape, tab, backTab, backspace, delete
    case up, down, left, right, pageUp, pageDown, home, end
}

extension KeyPress: ExpressibleByUnicodeScalarLiteral, ExpressibleByExtendedGraphemeClusterLiteral {
    package init(extendedGraphemeClusterLiteral value: Character) {
        self = .character(value)
    }

    package init(unicodeScalarLiteral value: Unicode.Scalar) {
        self = .character(Character(value))
    }
}
