import Screen

/// Foreign text on its way to standard output: made printable as on the screen.
enum DisplayLine {
    static func safe(_ text: String) -> String { DisplayText(text).string }
}
