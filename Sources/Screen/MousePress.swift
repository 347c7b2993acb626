/// A click, or a notch of the wheel, at a cell of the screen.
package struct MousePress: Sendable, Hashable {
    package enum Button: Sendable, Hashable {
        case left, wheelUp, wheelDown
    }

    package var button: Button
    /// From 0, as on a canvas.
    package var x: Int
    package var y: Int

    package init(_ button: Button, x: Int, y: Int) {
        self.button = button
        self.x = x
        self.y = y
    }

    /// What a terminal reports, its cells counted from 1; nil: a release, a movement, another button, or nonsense.
    ///
    /// - Parameter code: xterm's: 0 is the left button, 64 and 65 the wheel; 4, 8 and 16 are keys held meanwhile.
    init?(code: Int, column: Int, row: Int) {
        guard column >= 1, row >= 1 else { return nil }
        switch code & ~0b1_1100 {
        case 0: self.init(.left, x: column - 1, y: row - 1)
        case 64: self.init(.wheelUp, x: column - 1, y: row - 1)
        case 65: self.init(.wheelDown, x: column - 1, y: row - 1)
        default: return nil
        }
    }
}
