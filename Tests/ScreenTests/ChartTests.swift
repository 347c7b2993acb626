import Testing

@testable import Screen

struct ChartTests {
    private static let rates: [Double?] = [
        1, 1, 1, 0.95, 1, 1, 0.6, 0.6, 0.7, 0.8, nil, nil, nil, 0.9, 0.92, 0.94,
    ]

    private func chart(_ values: [Double?], rows: Int) -> Chart {
        let scale = ChartScale(
            fitting: values, leastSpan: 0.1, bounds: 0...1, rows: Chart.plotRows(height: rows)
        ) { value, _ in "\(Int((value * 100).rounded()))" }
        return Chart(
            values, scale: scale, labels: [.init(at: 0, "02:42"), .init(at: 0.97, "03:12")],
            events: [.init(at: 0.4, "A", text: "02:51"), .init(at: 0.95, "B")])
    }

    @Test func brailleWithScaleAxisAndGap() {
        #expect(
            drawn(chart(Self.rates, rows: 4), 28, 4).lines == [
                "100 ⠉⠉⠉⠉⠑⠒⠉⠉⠉⡆         ⢀⣀⠤⠤⠤",
                " 80          ⡇   ⢠⠤",
                " 60          ⣇⣀⣀⠏⠁",
                "    └02:42───A 02:51──────B┘",
            ])
    }

    @Test func blocksAndASCII() {
        let chart = chart(Self.rates, rows: 4)
        #expect(
            drawn(chart, 20, 4, glyphs: .blocks).lines == [
                "100 ███▅██       ▂▃▅",
                " 80 ██████   ▄   ███",
                " 60 ██████▁▁▇█   ███",
                "    └─────A 02:51──B",
            ])
        #expect(
            drawn(chart, 20, 4, glyphs: .ascii).lines == [
                "100 '''*''       ..*",
                " 80       |  *",
                " 60       ..'",
                "    +-----A 02:51--B",
            ])
    }

    @Test func aGapIsNeverCrossed() {
        let scale = ChartScale(fitting: [0, 1], rows: 2) { value, _ in "\(Int(value))" }
        let chart = Chart([0, nil, 1, nil, nil, nil, 0, 0], scale: scale)
        #expect(drawn(chart, 4, 1).lines == ["⡀⠁ ⣀"])
        #expect(drawn(chart, 8, 1, glyphs: .blocks).lines == ["▁ █   ▁▁"])
        #expect(drawn(chart, 8, 1, glyphs: .ascii).lines == [". '   .."])
    }

    @Test func theLimitsLabelLeavesRoomForTheCurve() {
        let values: [Double?] = Array(repeating: 12, count: 10) + Array(repeating: 4, count: 30)
        let scale = ChartScale(fitting: values + [0], rows: 3) { value, _ in "\(Int(value))" }
        var chart = Chart(values, scale: scale, limit: .init(value: 10, label: "limit 10"))
        #expect(
            drawn(chart, 24, 4).lines == [
                "20",
                "10 ⠉⠉⠉⠉⠉⢱ limit 10 ╌╌╌╌╌",
                " 0      ⠘⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒",
                "   └───────────────────┘",
            ])
        chart.limit = .init(value: 900, label: "far")
        #expect(!drawn(chart, 24, 4).lines.joined().contains("far"))
    }

    @Test func theCursorIsAColumn() {
        var chart = chart(Self.rates, rows: 4)
        chart.cursor = 0.5
        let canvas = drawn(chart, 28, 4)
        #expect(canvas.lines.prefix(3).allSatisfy { Array($0)[16] != " " })
        #expect(canvas.styleLines.joined().contains("a"))
    }

    // MARK: Letters

    private func axis(_ events: [ChartAxis.Event], _ columns: Int) -> String {
        var canvas = Canvas(size: Size(columns: columns, rows: 1))
        ChartAxis(labels: [], events: events).draw(
            on: &canvas, in: canvas.bounds, glyphs: .unicode)
        return canvas.lines[0]
    }

    /// Letters that touch would be read as one name.
    @Test func severalInNeighbouringCellsAreOneMark() {
        func at(_ column: Int, _ letter: DisplayText, _ style: Style = .accent) -> ChartAxis.Event {
            .init(at: (Double(column) + 0.5) / 20, letter, style: style)
        }
        #expect(axis([at(5, "A"), at(7, "B")], 20) == "└────A─B───────────┘")
        #expect(axis([at(5, "A"), at(6, "B")], 20) == "└─────B+1──────────┘")
        #expect(axis([at(5, "A"), at(5, "B"), at(6, "C")], 20) == "└─────C+2──────────┘")
        // What counts more gives it its letter, and the end of the axis has room for it.
        #expect(axis([at(5, "✖", .critical), at(6, "B")], 20) == "└────✖+1───────────┘")
        #expect(axis([at(18, "A"), at(19, "B")], 20) == "└────────────────B+1")
        #expect(axis([at(5, "AA"), at(7, "AB")], 20) == "└──────AB+1────────┘")
    }

    /// However many there are and wherever they stand: a column between any two, and each is counted.
    @Test func noTwoMarksMeetAndNoneIsLost() {
        var random = Pseudorandom()
        for columns in 12...120 {
            let count = Int.random(in: 0...26, using: &random)
            let events = (0..<count).map { _ in
                let letter = ["A", "B", "ZZ", "✖"][Int.random(in: 0...3, using: &random)]
                return ChartAxis.Event(
                    at: Double.random(in: 0...1, using: &random), DisplayText(letter))
            }.sorted { $0.position < $1.position }
            let marks = ChartMarks(of: events, among: ChartColumns(columns, phase: 0)).marks
            #expect(marks.reduce(0) { $0 + 1 + $1.others } == count)
            for (one, other) in zip(marks, marks.dropFirst()) { #expect(one.end < other.x) }
            #expect(marks.allSatisfy { $0.x >= 0 && $0.end <= columns })
        }
    }

    @Test func withoutAValueItSaysSo() {
        #expect(
            drawn(chart([nil, nil], rows: 4), 30, 4).lines.joined().contains("nothing recorded"))
    }

    @Test(arguments: 0..<3)
    func nothingIsDrawnOutsideOrTraps(_ way: Int) {
        let glyphs = way == 0 ? Glyphs.unicode : way == 1 ? .blocks : .ascii
        var random = Pseudorandom()
        let odd: [Double?] = [
            nil, .nan, .infinity, -.infinity, 0, -1, 1e300, -1e300, .leastNonzeroMagnitude,
            .greatestFiniteMagnitude,
            0.5, 1, 42, 1e18,
        ]
        for _ in 0..<150 {
            func some(_ most: Int) -> Int { Int.random(in: 0...most, using: &random) }
            func position() -> Double { odd[some(odd.count - 1)] ?? Double(some(100)) / 100 }
            let values = (0..<some(60)).map { _ in
                Bool.random(using: &random) ? odd[some(odd.count - 1)] : Double(some(1000))
            }
            let scale = ChartScale(
                fitting: values, leastSpan: position(), unit: position(), rows: some(12)
            ) { value, step in "\(value) \(step)" }
            #expect(scale.high > scale.low)
            #expect(scale.ticks.count <= max(2, min(12, 8)))
            let chart = Chart(
                values, scale: scale, limit: .init(value: position(), label: "limit"),
                labels: [.init(at: position(), "12:00"), .init(at: 1, "日本")],
                events: [.init(at: position(), "A", text: "12:01"), .init(at: position(), "日")],
                cursor: Bool.random(using: &random) ? position() : nil)
            var canvas = Canvas(size: Size(columns: 40, rows: 12))
            let rect = Rect(x: 3, y: 2, width: some(34), height: some(9))
            chart.draw(on: &canvas, in: rect, glyphs: glyphs)
            for y in 0..<12 {
                let isClean = (0..<40).allSatisfy {
                    rect.contains(x: $0, y: y) || canvas[$0, y]?.text == " "
                }
                #expect(isClean)
            }
        }
    }
}

/// The same numbers in every run.
private struct Pseudorandom: RandomNumberGenerator {
    private var state: UInt64 = 42

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 33)
    }
}

struct ChartScaleTests {
    @Test(
        arguments: [
            ([0.6, 0.99], 0.1, 3, [0.6, 0.8, 1]), ([0.97, 0.98], 0.1, 3, [0.9, 0.95, 1]),
            ([0.5], 0.1, 3, [0.45, 0.5, 0.55]), ([1], 0.1, 3, [0.9, 0.95, 1]),
            ([0], 0.1, 3, [0, 0.05, 0.1]), ([], 0.1, 2, [0, 0.1]), ([0.1, 0.9], 0.1, 2, [0, 1]),
        ] as [([Double], Double, Int, [Double])])
    func rates(_ values: [Double], _ least: Double, _ rows: Int, _ ticks: [Double]) {
        let scale = ChartScale(fitting: values, leastSpan: least, bounds: 0...1, rows: rows) {
            value, _ in "\(value)"
        }
        #expect(scale.ticks.map { ($0.value * 1000).rounded() / 1000 } == ticks)
    }

    @Test func unitsAreRoundInThemselves() {
        let unit = 1_073_741_824.0
        let scale = ChartScale(fitting: [10.2 * unit, 12 * unit], unit: unit, rows: 3) { value, _ in
            "\(value / unit)"
        }
        #expect(scale.ticks.map(\.label) == ["10.0", "11.0", "12.0"])
    }
}

struct OwnScaleTests {
    @Test func rowsDoNotMeltIntoASlab() {
        let flat = Sparkline([0.97, 0.98, 0.97], domain: .ownScale(leastSpan: 0.1))
        #expect(drawn(flat, 3).lines == ["▆▇▆"])
        let drop = Sparkline([0.9, 0.4, 0.9], domain: .ownScale(leastSpan: 0.1))
        #expect(drawn(drop, 3).lines == ["▇▁▇"])
        #expect(drawn(Sparkline([nil, 0], domain: .ownScale(leastSpan: 0.1)), 2).lines == ["·▇"])
    }
}
