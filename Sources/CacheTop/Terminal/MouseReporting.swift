/// What switches a terminal's reports of clicks and of the wheel on and off: xterm's modes 1000 and 1006, which
/// all terminals with a mouse share. Terminals without the second report in the older form.
nonisolated enum MouseReporting {
    static let on = Array("\u{1B}[?1000h\u{1B}[?1006h".utf8)
    static let off = Array("\u{1B}[?1006l\u{1B}[?1000l".utf8)
}
