/// Which column of a chart a position 0…1 is in, so that what moves with time moves all at once.
///
/// Columns begin at whole multiples of their own length since the clock's beginning. When the chart's own
/// beginning passes into the next one, curve, marks and times go left together; until then all stay.
struct ChartColumns {
    let columns: Int
    /// Where the chart begins, in its own lengths since the clock's beginning.
    private let phase: Double

    /// What is a column's edge counts as on it, whatever the last bit says.
    private static let least = 1e-6

    init(_ columns: Int, phase: Double) {
        self.columns = columns
        self.phase = phase.isFinite ? phase : 0
    }

    /// The first whole column's edge.
    private var first: Double { (phase * Double(columns) - Self.least).rounded(.up) }

    /// How far behind the chart's beginning that is, as a share of the chart.
    var offset: Double { columns > 0 ? max(0, first / Double(columns) - phase) : 0 }

    func place(of position: Double) -> Int {
        let edge = ((phase + position.clamped) * Double(columns) + Self.least).rounded(.down)
        return min(max(0, columns - 1), max(0, Int(edge - first)))
    }
}
