import Metrics
import Screen

/// A number as a panel may draw it: its text, and where the source stands that it comes from.
///
/// `Readings` makes figures; a panel has no other way to a number. So old ones are dim, what is not known
/// is a dash, and neither can be drawn as if it were fresh.
struct Figure: Sendable, Hashable {
    /// nil: not known.
    private let text: String?
    /// Fresh, as of a time, not told, refused, not yet.
    let state: SourceState
    private let isOld: Bool

    /// - Parameters:
    ///   - text: nil where there is no value.
    ///   - isOld: that it is older than what stands around it.
    init(_ text: String?, _ state: SourceState, isOld: Bool) {
        self.text = text
        self.state = state
        self.isOld = isOld
    }

    var isKnown: Bool { text != nil }

    /// - Parameters:
    ///   - style: where it is fresh.
    ///   - width: of the slot that it is right-aligned in, so that nothing beside it moves.
    func line(_ style: Style = .plain, width: Int = 0) -> Line {
        let text = (text ?? Format.absent).padded(before: width)
        return Line(DisplayText(text), isKnown && !isOld ? style : .dim)
    }

    /// The same in a cell of a table.
    func cell(_ style: Style = .plain) -> Table.Content { .line(line(style)) }
}
