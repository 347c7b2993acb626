import Testing

@testable import Screen

/// A chart moves as a whole, column by column: nothing in it goes to and fro.
struct ChartColumnsTests {
    /// Five marks within two minutes, watched for a minute: their distances stay, and none goes right.
    @Test(arguments: [29, 41, 76]) func marksMoveTogether(columns: Int) {
        let (seconds, marks) = (120.0, [3.2, 17.9, 41.1, 60, 88.7])
        var last: [Int]?
        for second in 0..<60 {
            let start = 1_795_442_602 + Double(second)
            let chart = ChartColumns(columns, phase: start / seconds)
            let places = marks.map { mark in
                chart.place(of: (60 + mark - Double(second)) / seconds)
            }
            if let last {
                let steps = Set(zip(last, places).map { $0 - $1 }.filter { _ in true })
                // What has come to the left end stays there.
                #expect(steps.subtracting([0, 1]).isEmpty, "\(steps) at \(second)")
                let inside = zip(last, places).filter { $0.0 > 0 && $0.0 < columns - 1 && $0.1 > 0 }
                #expect(Set(inside.map { $0 - $1 }).count <= 1, "\(inside) at \(second)")
            }
            last = places
        }
    }

    /// What was drawn once keeps its shape.
    @Test func theCurveMovesTogether() {
        let scale = ChartScale(fitting: [0, 100], rows: 6) { value, _ in "\(Int(value))" }
        let values = (0..<240).map { Double(($0 * 7919) % 101) }
        var former: [[Double?]] = []
        for second in 0..<40 {
            let columns = ChartColumns(33, phase: Double(1_795_442_602 + second) / 120)
            let curve = ChartCurve(
                values: Array(values[second..<second + 120]), scale: scale,
                plot: Rect(x: 0, y: 0, width: 33, height: 6), charts: .braille,
                offset: columns.offset)
            let samples = curve.samples(66)
            if let last = former.last {
                // The last column fills while time goes on; a column is two samples.
                let still = Array(samples.prefix(60)) == Array(last.prefix(60))
                let moved = Array(samples.prefix(60)) == Array(last.dropFirst(2).prefix(60))
                #expect(still || moved, "at \(second)")
            }
            former.append(samples)
        }
    }

    @Test func withoutAPhaseTheyAreShares() {
        let columns = ChartColumns(40, phase: 0)
        #expect([0, 0.25, 0.99, 1, 7].map { columns.place(of: $0) } == [0, 10, 39, 39, 39])
        #expect(columns.offset == 0)
        #expect(ChartColumns(0, phase: .nan).place(of: 0.5) == 0)
    }
}
