import Screen
import Testing

struct TableTests {
    private let columns: [Table.Column] = [
        .init("resource", width: .fitted(min: 4, max: 10)),
        .init("req/s", width: .fixed(6), alignment: .trailing),
        .init("5 m", width: .fixed(6), alignment: .trailing, priority: 1),
        .init("last minute", width: .flexible(min: 4, max: 8), priority: 2),
        .init("mem", width: .fixed(7), alignment: .trailing, priority: 3),
    ]

    private func row(_ name: String, _ rate: DisplayText) -> Table.Row {
        Table.Row([
            .text(DisplayText(name)), .text(rate), .text("97.0%"),
            .sparkline(Sparkline([1, 0.5, nil, 1], domain: .fixed(0, 1))), .text("41 MiB"),
        ])
    }

    private var table: Table {
        Table(columns: columns, rows: [row("search", "412"), row("inventory", "801")])
    }

    @Test func everythingFits() {
        #expect(
            drawn(table, 50, 3).lines == [
                "resource    req/s     5 m  last mi…      mem",
                "search        412   97.0%      █▅·█   41 MiB",
                "inventory     801   97.0%      █▅·█   41 MiB",
            ])
    }

    @Test(arguments: [
        (46, "resource    req/s     5 m  last mi…      mem"),
        (40, "resource    req/s     5 m  las…      mem"),
        (39, "resource    req/s     5 m  last mi…"),
        (31, "resource    req/s     5 m  las…"),
        (30, "resource    req/s     5 m"),
        (24, "resource    req/s"),
        (12, "resource   …"),
        (5, "reso…"),
        (1, "…"),
    ])
    func optionalColumnsGiveWayByPriority(_ width: Int, _ header: String) {
        #expect(drawn(table, width, 3).lines.first == header)
    }

    @Test func ofEqualPrioritiesTheRightmostGoesFirst() {
        let table = Table(
            columns: ["a", "b", "c"].map { .init($0, width: .fixed(2), priority: 1) }, rows: [])
        #expect(drawn(table, 7, 2).lines.prefix(1) == ["a   b"])
    }

    private func numbered(_ count: Int, selected: Int? = nil, offset: Int = 0) -> Table {
        Table(
            columns: [.init("n", width: .fixed(8))],
            rows: (0..<count).map { Table.Row([.text("row \($0)")]) }, selected: selected,
            offset: offset)
    }

    @Test func rowsThatDoNotFitAreCounted() {
        #expect(drawn(numbered(3), 12, 4).lines == ["n", "row 0", "row 1", "row 2"])
        #expect(drawn(numbered(9), 12, 4).lines == ["n", "row 0", "row 1", "+7 more"])
        #expect(drawn(numbered(9, offset: 2), 12, 4).lines.last == "↑2  +5 more")
        #expect(drawn(numbered(9, offset: 99), 12, 4).lines == ["n", "row 7", "row 8", "↑7"])
        #expect(drawn(numbered(9, offset: -5), 12, 4).lines.last == "+7 more")
        #expect(drawn(numbered(9), 12, 2).lines == ["n", "row 0     +8"])
        #expect(drawn(numbered(9), 12, 1).lines == ["row 0     +8"])
    }

    @Test(arguments: 0..<9)
    func theSelectionIsAlwaysInView(_ selected: Int) {
        for offset in [0, 4, 8] {
            for height in 1...6 {
                let canvas = drawn(numbered(9, selected: selected, offset: offset), 12, height)
                let line = canvas.styleLines.firstIndex { $0.hasPrefix("s") }
                #expect(line.map { canvas.lines[$0].hasPrefix("row \(selected)") } == true)
                let table = numbered(9, selected: selected, offset: offset)
                #expect(table.visibleRange(height: height).contains(selected))
            }
        }
    }

    @Test(arguments: [-1, 9, 500])
    func aSelectionThatNoLongerExistsSelectsNothing(_ selected: Int) {
        let canvas = drawn(numbered(9, selected: selected), 12, 4)
        #expect(!canvas.styleLines.joined().contains("s"))
    }

    @Test func noRowsAndNoRoom() {
        var empty = numbered(0)
        empty.placeholder = Line("no keys seen yet", .dim)
        #expect(drawn(empty, 20, 3).lines == ["n", "no keys seen yet", ""])
        #expect(drawn(numbered(5, selected: 2), 0, 3).lines == ["", "", ""])
        #expect(drawn(Table(columns: [], rows: [Table.Row([])]), 5, 2).lines == ["", ""])
    }

    @Test func missingCellsAreEmptyAndAStyleCoversTheRow() {
        let table = Table(
            columns: columns, rows: [Table.Row([.text("all", .good)], style: .dim)],
            showsHeader: false)
        #expect(drawn(table, 12, 1).lines == ["all"])
        #expect(drawn(table, 12, 1).styleLines == ["dddddddddddd"])
    }

    @Test func keysLoseTheirMiddle() {
        let table = Table(
            columns: [.init("key", width: .fixed(10), truncation: .middle)],
            rows: [Table.Row([.text("product:42:v128")])], showsHeader: false)
        #expect(drawn(table, 30).lines == ["produ…v128"])
    }
}

struct LineTests {
    private let line: Line = Line("used ", .dim) + Line("1.42 GiB") + Line(" of 2", .dim)

    @Test(arguments: [
        (18, "used 1.42 GiB of 2"), (17, "used 1.42 GiB of…"), (14, "used 1.42 GiB…"),
        (13, "used 1.42 Gi…"), (6, "used …"), (5, "used…"), (4, "use…"), (1, "…"), (0, ""),
        (-1, ""),
    ])
    func truncation(_ columns: Int, _ text: String) {
        let cut = line.truncated(to: columns, glyphs: .unicode)
        #expect(cut.string == text)
        #expect(cut.columns <= max(0, columns))
    }

    @Test func alignmentAndStyles() {
        var canvas = Canvas(size: Size(columns: 9, rows: 3))
        for (row, alignment) in [Alignment.leading, .center, .trailing].enumerated() {
            canvas.write(
                Line("a", .good) + "b", in: canvas.bounds.row(row), alignment: alignment,
                glyphs: .unicode)
        }
        #expect(canvas.lines == ["ab", "   ab", "       ab"])
        #expect(canvas.styleLines == ["g", "...g", ".......g"])
    }
}
