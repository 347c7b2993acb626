/// What an operator does at the terminal.
package enum Input: Sendable, Hashable {
    case key(KeyPress)
    case mouse(MousePress)
    /// The terminal's answer to a status request (`ESC [ 0 n`): all that was sent before has arrived.
    case status
}
