/// The part of the screen that a panel belongs to; panels of one area stand beside each other.
enum PanelArea: Sendable, Hashable {
    /// Curves across the top.
    case curve
    /// Across the middle, always there.
    case table
    /// Lists below it.
    case list
    /// At the bottom, where there is room left.
    case low
}
