/// Columns and rows of a terminal or of a part of it.
///
/// Every operation on sizes and rectangles is total. None has a negative extent, and cutting more off one
/// than it has yields an empty one, so a layout for 120 columns degrades on 40 without a check.
package struct Size: Sendable, Hashable {
    package var columns: Int
    package var rows: Int

    package init(columns: Int, rows: Int) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
    }
}
