/// One character position. A wide character's second column is a cell with empty text.
package struct Cell: Sendable, Hashable {
    package let text: String
    package let style: Style

    static func blank(_ style: Style = .plain) -> Cell { Cell(text: " ", style: style) }
    var isContinuation: Bool { text.isEmpty }
}
