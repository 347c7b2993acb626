import Screen

/// Foreign text on its way to standard output or standard error: made printable as on the screen.
package enum DisplayLine {
    /// One line: line ends become visible, too.
    package static func safe(_ text: String) -> String { DisplayText(text).string }

    /// A text of several lines, which it keeps.
    package static func safeLines(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { safe(String($0)) }.joined(separator: "\n")
    }
}
