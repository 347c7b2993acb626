import Screen
import Testing

@Suite struct ScrollBoxTests {
    private func box(_ count: Int, answers: [Line] = ["y sends"], offset: Int = 0) -> ScrollBox {
        ScrollBox(
            "Title", annotations: ["a long annotation", "short"], width: 24,
            lines: (1...count).map { Line("line \($0)") }, answers: answers, offset: offset)
    }

    private let room = Rect(Size(columns: 30, rows: 8))

    @Test func whatFitsIsAsHighAsItsLines() {
        #expect(
            drawn(box(2), 30, 8).lines
                == [
                    "", "   ┌─ Title ────── short ─┐", "   │ line 1               │",
                    "   │ line 2               │", "   │ y sends              │",
                    "   └──────────────────────┘", "", "",
                ].map { $0 })
        #expect(box(2).isWhole(in: room) && box(2).lastOffset(in: room) == 0)
    }

    @Test func whatDoesNotFitSaysHowMuchThereIs() {
        #expect(drawn(box(9), 30, 8).lines.last?.contains("↓4 more ─┘") == true)
        let middle = drawn(box(9, offset: 2), 30, 8).lines
        #expect(middle.last?.contains(" ↑2  ↓2 more ─┘") == true)
        #expect(middle[1].contains("line 3") && middle[6].contains("y sends"))
        let end = drawn(box(9, offset: 40), 30, 8).lines
        #expect(end.last?.contains(" ↑4 ─┘") == true && end[5].contains("line 9"))
    }

    /// Every line is on a page, and the answer on all of them.
    @Test(arguments: 1...14, 3...16)
    func nothingIsOutOfReach(lines: Int, rows: Int) {
        let room = Rect(Size(columns: 30, rows: rows))
        let last = box(lines).lastOffset(in: room)
        var seen: Set<String> = []
        for offset in 0...last {
            let screen = drawn(box(lines, offset: offset), 30, rows).lines
            #expect(screen.contains { $0.contains("y sends") }, "\(offset)")
            for line in 1...lines where screen.contains(where: { $0.contains("line \(line) ") }) {
                seen.insert("\(line)")
            }
        }
        #expect(seen.count == lines || rows < 4)
    }

    @Test func inASCIIToo() {
        let lines = drawn(box(9, offset: 1), 30, 8, glyphs: .ascii).lines
        #expect(lines.last?.contains("^1  v3 more") == true)
        #expect(lines.allSatisfy { $0.allSatisfy(\.isASCII) })
    }
}
