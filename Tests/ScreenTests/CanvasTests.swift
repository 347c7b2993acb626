import Screen
import Testing

struct CanvasTests {
    private func drawn(
        _ columns: Int, _ rows: Int, _ draw: (inout Canvas) -> Void
    ) -> [String] {
        var canvas = Canvas(size: Size(columns: columns, rows: rows))
        draw(&canvas)
        return canvas.lines
    }

    @Test(arguments: [
        (-9, 1, ""), (-3, 1, "lo"), (0, 1, "hello"), (1, 1, " hell"), (4, 1, "    h"), (5, 1, ""),
        (0, -1, ""), (0, 0, nil), (0, 2, nil), (0, 3, ""), (99, 99, ""),
    ])
    func writesClipAtEveryEdge(_ x: Int, _ y: Int, _ row: String?) {
        let lines = drawn(5, 3) { $0.write("hello", x: x, y: y) }
        if let row {
            #expect(lines == ["", row, ""])
        } else {
            #expect(lines.firstIndex(of: "hello") == y)
        }
    }

    @Test(arguments: [
        (-2, "本x"), (-1, " 本x"), (0, "日本x"), (1, " 日本"), (2, "  日"), (3, "   日"), (4, ""),
        (-4, "x"), (-3, " x"),
    ])
    func halfAWideCharacterIsASpace(_ x: Int, _ row: String) {
        let lines = drawn(5, 1) { $0.write("日本x", x: x, y: 0) }
        #expect(lines == [row])
    }

    @Test func overwritingHalfAWideCharacterBlanksTheOther() {
        #expect(
            drawn(6, 1) {
                $0.write("日本語", x: 0, y: 0)
                $0.write("x", x: 1, y: 0)
                $0.write("y", x: 4, y: 0)
            } == [" x本y"])
        #expect(
            drawn(6, 1) {
                $0.write("日本語", x: 0, y: 0)
                $0.write("語日", x: 1, y: 0)
            } == [" 語日"])
        #expect(
            drawn(6, 1) {
                $0.write("日本語", x: 0, y: 0)
                $0.write("語日本", x: 0, y: 0)
            } == ["語日本"])
    }

    @Test func everyRowIsAsWideAsTheCanvas() {
        var canvas = Canvas(size: Size(columns: 7, rows: 1))
        for x in -3...8 { canvas.write("日é語", x: x, y: 0) }
        let widths = canvas.cells(inRow: 0).map { DisplayText($0.text).columns }
        #expect(widths.reduce(0, +) == 7)
    }

    @Test func clippingConfinesAndEnds() {
        let lines = drawn(8, 2) { canvas in
            canvas.clipped(to: Rect(x: 2, y: 0, width: 3, height: 1)) { canvas in
                canvas.write("abcdefgh", x: 0, y: 0)
                canvas.write("abcdefgh", x: 0, y: 1)
                canvas.clipped(to: Rect(x: 4, y: 0, width: 4, height: 2)) {
                    $0.fill(Rect(x: 0, y: 0, width: 8, height: 2))
                    $0.write("日", x: 4, y: 0)
                }
            }
            canvas.write("z", x: 7, y: 1)
        }
        #expect(lines == ["  cd", "       z"])
    }

    @Test func maxWidthStopsBeforeAWideCharacterThatDoesNotFit() {
        var canvas = Canvas(size: Size(columns: 8, rows: 1))
        #expect(canvas.write("日本語", x: 0, y: 0, maxWidth: 5) == 4)
        #expect(canvas.write("abc", x: 6, y: 0, maxWidth: -1) == 0)
        #expect(canvas.write("abc", x: 6, y: 0) == 3)
        #expect(canvas.lines == ["日本  ab"])
    }

    @Test func stylesAreRunsAndLetters() {
        var canvas = Canvas(size: Size(columns: 8, rows: 1))
        canvas.write("a日", x: 1, y: 0, style: .warning)
        canvas.restyle(Rect(x: 5, y: -1, width: 9, height: 9), .selected)
        #expect(canvas.styleLines == [".www.sss"])
        let runs = canvas.runs(inRow: 0)
        #expect(runs.map(\.x) == [0, 1, 4, 5])
        #expect(runs.map(\.text) == [" ", "a日", " ", "   "])
        #expect(canvas.runs(inRow: 7).isEmpty)
    }

    @Test func linesJoinWhereTheyMeet() {
        func draw(_ glyphs: Glyphs) -> [String] {
            drawn(7, 5) {
                $0.horizontalLine(x: 0, y: 0, width: 7, glyphs: glyphs)
                $0.horizontalLine(x: 0, y: 4, width: 7, glyphs: glyphs)
                $0.verticalLine(x: 3, y: 0, height: 5, glyphs: glyphs)
                $0.horizontalLine(x: 3, y: 2, width: 4, glyphs: glyphs)
                $0.horizontalLine(x: 0, y: 3, width: 4, glyphs: glyphs)
            }
        }
        #expect(draw(.unicode) == ["───┬───", "   │", "   ├───", "───┤", "───┴───"])
        #expect(draw(.ascii) == ["---+---", "   |", "   +---", "---+", "---+---"])
    }

    @Test func textIsNoLine() {
        let lines = drawn(3, 1) {
            $0.write("---", x: 0, y: 0)
            $0.verticalLine(x: 1, y: 0, height: 1, glyphs: .ascii)
        }
        #expect(lines == ["-|-"])
    }

    @Test func linesAndFramesOutsideAreClipped() {
        let lines = drawn(4, 3) {
            $0.horizontalLine(x: -5, y: 1, width: 99, glyphs: .unicode)
            $0.verticalLine(x: 9, y: -5, height: 99, glyphs: .unicode)
            $0.frame(Rect(x: -1, y: -1, width: 3, height: 3), glyphs: .unicode)
            $0.frame(Rect(x: 2, y: 0, width: 1, height: 1), glyphs: .unicode)
            $0.frame(Rect(x: 50, y: 50, width: 5, height: 5), glyphs: .unicode)
        }
        #expect(lines == [" │", "─┘──", ""])
    }

    @Test func anEmptyCanvasTakesEverything() {
        let lines = drawn(0, 0) {
            $0.write("x", x: 0, y: 0)
            $0.fill(Rect(x: -1, y: -1, width: 3, height: 3))
            $0.draw(Box("b"), in: Rect(x: 0, y: 0, width: 3, height: 3), glyphs: .unicode)
        }
        #expect(lines.isEmpty)
        #expect(drawn(-4, 2) { $0.write("x", x: 0, y: 0) } == ["", ""])
    }
}

struct RectTests {
    @Test(arguments: -2...12)
    func splitsNeverLoseOrInventRoom(_ cut: Int) {
        let rect = Rect(x: 3, y: 4, width: 10, height: 8)
        let (top, below) = rect.splitTop(cut)
        #expect(top.height + below.height == 8 && below.y == 4 + top.height)
        let (above, bottom) = rect.splitBottom(cut)
        #expect(above.height + bottom.height == 8 && bottom.maxY == rect.maxY)
        let (left, right) = rect.splitLeft(cut)
        #expect(left.width + right.width == 10 && right.maxX == rect.maxX)
        #expect(rect.splitRight(cut).right.width == min(max(0, cut), 10))
        #expect(rect.inset(by: cut).width >= 0)
        #expect(rect.centered(width: cut, height: cut).intersection(rect).width == left.width)
    }
}
