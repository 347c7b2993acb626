/// What the top and the bottom of a chart stand for, and the round numbers between them.
///
/// The texts come from the caller, who knows the unit. Whatever the values are, `high` is above `low`.
package struct ChartScale: Sendable, Hashable {
    package struct Tick: Sendable, Hashable {
        package var value: Double
        package var label: DisplayText
    }

    package let low: Double
    package let high: Double
    /// From the lowest on; the first and the last are `low` and `high`.
    package let ticks: [Tick]

    private static let most = 1e18
    private static let roundNumbers = [1.0, 2, 5, 10]

    /// A scale of round numbers in which all values have room.
    /// - Parameters:
    ///   - least: the smallest difference of top and bottom: a flat line must not look like a drama.
    ///   - bounds: what the scale never leaves, since no value can: 0…1.
    ///   - unit: what the numbers are round in: 1,048,576 for MiB.
    ///   - rows: of the chart; there is at most a tick a row.
    ///   - label: the text of a tick, and the distance of ticks, which says how many places it needs.
    package init(
        fitting values: [Double?], leastSpan least: Double = 0,
        bounds: ClosedRange<Double> = -most...most, unit: Double = 1, rows: Int,
        label: (_ value: Double, _ step: Double) -> String
    ) {
        let known = values.compactMap(\.self).filter(\.isFinite)
        func kept(_ value: Double) -> Double {
            min(max(value, bounds.lowerBound, -Self.most), bounds.upperBound, Self.most)
        }
        let unit = unit.isFinite && unit > 0 ? min(max(unit, 1e-6), 1e15) : 1
        var (low, high) = (kept(known.min() ?? 0), kept(known.max() ?? 0))
        let wanted = least.isFinite ? least : 0
        let span = min(max(wanted, abs(high) * 1e-6, unit * 1e-6), Self.most)
        if !(high - low >= span) {
            // What is left at a bound goes to the other side.
            high = kept((low + high + span) / 2)
            low = kept(high - span)
            high = max(high, kept(low + span))
        }
        let most = min(max(2, rows), 8) - 1
        (low, high) = (low / unit, high / unit)
        var power = 1.0
        while power > 1e-15, power * Double(most) > high - low { power /= 10 }
        while power * 10 * Double(most) <= high - low { power *= 10 }
        var lines = (from: 0.0, to: 1.0)
        var step = 1.0
        search: while power < 1e33 {
            for number in Self.roundNumbers {
                step = number * power
                // A value on a line counts as on it, whatever the last bit says.
                lines = (
                    (low / step + 1e-6).rounded(.down), (high / step - 1e-6).rounded(.up)
                )
                if lines.to - lines.from <= Double(most), lines.to > lines.from { break search }
            }
            power *= 10
        }
        let count = Int(min(max(1, lines.to - lines.from), Double(most)))
        let all = (0...count).map { (lines.from + Double($0)) * step * unit }
        ticks = all.map { Tick(value: $0, label: DisplayText(label($0, step * unit))) }
        self.low = all.first ?? 0
        self.high = all.last ?? 1
    }

    /// The columns that the widest label takes.
    var columns: Int { ticks.map(\.label.columns).max() ?? 0 }

    func holds(_ value: Double) -> Bool { value >= low && value <= high }

    /// Where a value is between bottom and top, 0…1.
    func ratio(_ value: Double) -> Double {
        high > low ? ((value - low) / (high - low)).clamped : 0
    }

    /// Which of some rows, from the top, a value is in.
    func row(of value: Double, among rows: Int) -> Int {
        guard rows > 1 else { return 0 }
        return Int(((1 - ratio(value)) * Double(rows - 1)).rounded())
    }
}
