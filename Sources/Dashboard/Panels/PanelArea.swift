/// The part of the screen that a panel belongs to; several panels of one stand below each other.
enum PanelArea: Sendable, Hashable {
    /// Across the top, beside `side`.
    case top
    /// Left of the top, in wide terminals.
    case side
    /// Across the middle.
    case middle
    /// The two columns at the bottom; in a narrow terminal one column with the first panel of each.
    case left, right
}
