/// How a role looks, in the terms of a terminal but not of curses. -1 is the terminal's own
/// colour, so that the operator's background stays.
nonisolated struct Appearance: Sendable, Hashable {
    var foreground: Int16 = -1
    var background: Int16 = -1
    var isBold = false
    var isDim = false
    var isReversed = false
    var isUnderlined = false
}
