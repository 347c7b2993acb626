/// How a role looks, in the terms of a terminal but not of curses. -1 is the terminal's own
/// colour, so that the operator's background stays.
package struct Appearance: Sendable, Hashable {
    package var foreground: Int16 = -1
    package var background: Int16 = -1
    package var isBold = false
    package var isDim = false
    package var isReversed = false
    package var isUnderlined = false
}
