/// Where a row of a list was drawn.
package struct ListRow: Sendable, Hashable {
    /// Which of the list it is, from 0.
    package var place: Int
    package var rect: Rect
}
