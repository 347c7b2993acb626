/// How a terminal's font draws a curve.
package enum ChartGlyphs: Sendable, Hashable {
    /// Eight dots a cell.
    case braille
    /// Filled from below, lowest level first: where braille is missing, as on the Linux console.
    case blocks([String])
    /// A character a column, the lowest first, and what links two that are rows apart.
    case points([String], link: String)
}
