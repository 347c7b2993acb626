/// Neighbouring cells of one style: what the terminal sends in one go.
package struct StyledRun: Sendable, Hashable {
    /// The column where it starts.
    package let x: Int
    package let cells: [Cell]
    package let style: Style

    package var text: String { cells.reduce(into: "") { $0 += $1.text } }
}
