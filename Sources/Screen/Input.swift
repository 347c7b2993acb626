/// What an operator does at the terminal.
package enum Input: Sendable, Hashable {
    case key(KeyPress)
    case mouse(MousePress)
}
