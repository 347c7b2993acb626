/// Sums over a sample of lineages, with what says how far they can be trusted: the random groups method
/// (Wolter, "Introduction to Variance Estimation", 2007, ch. 2 and 4).
///
/// Each lineage falls into one of 32 groups by its hash; how much a ratio changes when one group is left out
/// says how much it would change with another sample. So it is known without a sum for each lineage, and
/// that a lineage's misses come together is in it. What stands for itself alone (weight 1) is no sample
/// and has no error.
struct GroupedSums: Sendable {
    static let groups = 32
    /// Student's t for 31 degrees of freedom, two-sided, 95 %.
    private static let t95 = 2.04

    private let width: Int
    /// Row 0: exact; then one row a group.
    private var cells: [Double]

    init(width: Int) {
        self.width = width
        cells = Array(repeating: 0, count: (Self.groups + 1) * width)
    }

    @inline(__always)
    static func row(hash: UInt64, weight: Double) -> Int {
        // Neither the bits that sampling takes nor those of the table's index.
        weight > 1 ? 1 + Int(truncatingIfNeeded: (hash >> 27) & 31) : 0
    }

    @inline(__always)
    mutating func add(_ value: Double, row: Int, column: Int) {
        cells[row * width + column] += value
    }

    mutating func copy(column: Int, to other: Int) {
        for row in 0...Self.groups {
            cells[row * width + other] = cells[row * width + column]
        }
    }

    func total(_ column: Int) -> Double {
        stride(from: column, to: cells.count, by: width).reduce(0) { $0 + cells[$1] }
    }

    /// Half the width of the 95 % interval of a ratio of two columns' sums; 0: nothing is estimated.
    func error(of column: Int, over base: Int) -> Double {
        error {
            $0[column]
        } over: {
            $0[base]
        }
    }

    /// The same of a ratio of sums that are derived from a row.
    func error(
        of value: (Row) -> Double, over base: (Row) -> Double
    ) -> Double {
        let rows = (0...Self.groups).map { index in
            let row = Row(cells, from: index * width)
            return (value: value(row), base: base(row))
        }
        let exact = rows[0]
        let sampled = rows.dropFirst()
        let sum = sampled.reduce((value: 0.0, base: 0.0)) {
            ($0.value + $1.value, $0.base + $1.base)
        }
        guard sum.base > 0 else { return 0 }
        let scale = Double(Self.groups) / Double(Self.groups - 1)
        let ratios = sampled.map { row in
            let base = exact.base + (sum.base - row.base) * scale
            return base > 0 ? (exact.value + (sum.value - row.value) * scale) / base : 0
        }
        let mean = ratios.reduce(0, +) / Double(ratios.count)
        let squares = ratios.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return Self.t95 * (squares / scale).squareRoot()
    }

    /// One group's sums.
    struct Row {
        private let cells: [Double]
        private let start: Int

        fileprivate init(_ cells: [Double], from start: Int) {
            self.cells = cells
            self.start = start
        }

        subscript(column: Int) -> Double { cells[start + column] }
    }
}
