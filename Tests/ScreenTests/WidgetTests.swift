import Screen
import Testing

func drawn(
    _ widget: some Widget, _ columns: Int, _ rows: Int = 1, glyphs: Glyphs = .unicode
) -> Canvas {
    var canvas = Canvas(size: Size(columns: columns, rows: rows))
    canvas.draw(widget, in: canvas.bounds, glyphs: glyphs)
    return canvas
}

struct GaugeTests {
    @Test(
        arguments: [
            (0.0, "░░░░", "...."), (1, "████", "####"), (0.5, "██░░", "##.."),
            (0.53125, "██▏░", "##.."), (0.0001, "▏░░░", "#..."), (0.9999, "███▉", "###."),
            (-3, "░░░░", "...."), (7, "████", "####"),
            (.infinity, "████", "####"), (.nan, "-", "-"), (nil, "-", "-"),
        ] as [(Double?, String, String)])
    func ratios(_ ratio: Double?, _ unicode: String, _ ascii: String) {
        #expect(drawn(Gauge(ratio: ratio), 4).lines == [unicode])
        #expect(drawn(Gauge(ratio: ratio), 4, glyphs: .ascii).lines == [ascii])
    }

    @Test func aLabelStandsBehindTheBarOrNotAtAll() {
        let gauge = Gauge(ratio: 0.5, label: "71%")
        #expect(drawn(gauge, 11).lines == ["████░░░░71%"])
        #expect(drawn(gauge, 3).lines == ["█▌░"])
    }
}

struct SparklineTests {
    @Test func aGapIsNotZero() {
        let values: [Double?] = [0, nil, 1, 0.5, nil]
        #expect(drawn(Sparkline(values, domain: .fixed(0, 1)), 5).lines == ["▁·█▅·"])
        #expect(
            drawn(Sparkline(values, domain: .fixed(0, 1)), 5, glyphs: .ascii).lines == ["_ #="])
        #expect(drawn(Sparkline([nil, nil]), 2).lines == ["··"])
        #expect(drawn(Sparkline([0, 0]), 2).lines == ["▁▁"])
        #expect(drawn(Sparkline([.nan, .infinity, 1]), 3).lines == ["··█"])
    }

    @Test func theNewestIsAtTheRightEdge() {
        #expect(drawn(Sparkline([0, 1], domain: .fixed(0, 1)), 4).lines == ["  ▁█"])
        #expect(drawn(Sparkline([0, 0, 1], domain: .fixed(0, 1)), 2).lines == ["▁█"])
        #expect(drawn(Sparkline([]), 4).lines == [""])
    }

    @Test func manyValuesInFewColumns() {
        let values: [Double?] = [0, 1, nil, nil, 0, nil]
        func line(_ fitting: Sparkline.Fitting) -> [String] {
            drawn(Sparkline(values, domain: .fixed(0, 1), fitting: fitting), 3).lines
        }
        #expect(line(.means) == ["▅·▁"])
        #expect(line(.peaks) == ["█·▁"])
    }

    @Test func domains() {
        #expect(drawn(Sparkline([97, 98], domain: .fixed(0, 100)), 2).lines == ["██"])
        #expect(drawn(Sparkline([50, 100]), 2).lines == ["▅█"])
        #expect(drawn(Sparkline([97, 98], domain: .smallestToLargest), 2).lines == ["▁█"])
        #expect(drawn(Sparkline([5, 5], domain: .smallestToLargest), 2).lines == ["▁▁"])
    }

    @Test func twoRowsHaveTwiceTheSteps() {
        let values: [Double?] = [0, 0.5, 1, nil]
        #expect(drawn(Sparkline(values, domain: .fixed(0, 1)), 4, 2).lines == [" ▁█", "▁██·"])
    }

    @Test func aMarkIsSeenWithoutColour() {
        let canvas = drawn(Sparkline([1, 1, nil], marks: [1, 2]), 3)
        #expect(canvas.lines == ["█┊┊"])
        #expect(canvas.styleLines == ["lmm"])
        #expect(drawn(Sparkline([1, 1, nil], marks: [1, 2]), 3, glyphs: .ascii).lines == ["#!!"])
        #expect(
            drawn(Sparkline([1, 1, 1, 1], fitting: .means, marks: [0]), 2).styleLines == ["ml"])
        #expect(drawn(Sparkline([1, 0], marks: [1]), 2, 2).lines == ["█┊", "█┊"])
    }

    @Test func manyFaintMarksLeaveTheShape() {
        func line(_ faint: Set<Int>, marks: Set<Int> = []) -> Canvas {
            drawn(
                Sparkline([0, 1, nil, 1], domain: .fixed(0, 1), marks: marks, faintMarks: faint), 4)
        }
        #expect(line([1]).lines == ["▁┊·█"])
        #expect(line([1, 2, 3]).lines == ["▁█┊█"])
        #expect(line([1, 2, 3]).styleLines == ["lmmm"])
        #expect(line([1, 2, 3], marks: [1]).lines == ["▁┊┊█"])
    }
}

struct HistogramTests {
    @Test func aSingleKeyStandsAboveTheFloor() {
        #expect(drawn(Histogram([0, 1, 1000, 500]), 4).lines == ["▁▂█▅"])
        #expect(drawn(Histogram([0, 0]), 2).styleLines == ["dd"])
        #expect(drawn(Histogram([]), 2).lines == [""])
    }

    @Test func roomIsSharedAndNothingDisappears() {
        #expect(drawn(Histogram([1, 0]), 5).lines == ["██▁▁"])
        #expect(drawn(Histogram([0, 0, 0, 7]), 2).lines == ["▁█"])
    }

    @Test func highlightsAndLabels() {
        let canvas = drawn(
            Histogram([1, 2, 4, 2], highlighted: [3], labels: ["0", "30s"]), 8, 3)
        #expect(canvas.lines == ["  ▁▁██▁▁", "▅▅██████", "0    30s"])
        #expect(canvas.styleLines[1] == "bbbbbbww")
    }
}

struct PanelTests {
    @Test(arguments: [
        (24, "─ Memory ─────── 2 GiB ─"), (18, "─ Memory ─ 2 GiB ─"), (17, "─ Memory ────────"),
        (10, "─ Memory ─"), (9, "─ Memo… ─"), (5, "─ … ─"), (4, "────"), (1, "─"),
    ])
    func titlesGiveWayLast(_ columns: Int, _ rule: String) {
        #expect(drawn(Panel("Memory", annotation: "2 GiB"), columns).lines == [rule])
    }

    @Test func neighboursShareAJoinedLine() {
        var canvas = Canvas(size: Size(columns: 26, rows: 4))
        let (top, bottom) = canvas.bounds.splitTop(3)
        let (left, right) = top.splitLeft(12)
        canvas.draw(Panel("Memory"), in: left, glyphs: .unicode)
        canvas.draw(Panel("Hit rate", isFocused: true), in: right.inset(left: 1), glyphs: .unicode)
        canvas.draw(Panel("TTL left"), in: bottom, glyphs: .unicode)
        canvas.horizontalLine(x: 12, y: 0, width: 1, glyphs: .unicode)
        canvas.verticalLine(x: 12, y: 0, height: 4, glyphs: .unicode)
        #expect(
            canvas.lines == [
                "─ Memory ───┬─▸Hit rate ──",
                "            │",
                "            │",
                "─ TTL left ─┴─────────────",
            ])
        #expect(canvas.styleLines.first == "-tttttttt----=TTTTTTTTTT==")
    }

    @Test func aBoxCoversWhatIsBelow() {
        var canvas = Canvas(size: Size(columns: 14, rows: 4))
        for y in 0..<4 { canvas.write("日日日日日日日", x: 0, y: y) }
        let rect = Rect(x: 1, y: 0, width: 12, height: 4)
        let box = Box("Purge")
        canvas.draw(box, in: rect, glyphs: .unicode)
        canvas.write("sure?", in: box.content(of: rect), glyphs: .unicode)
        #expect(
            canvas.lines == [
                " ┌─ Purge ──┐",
                " │ sure?    │",
                " │          │",
                " └──────────┘",
            ])
    }

    @Test func theEndOfTheInputStaysVisible() {
        #expect(drawn(InputField("42"), 6).styleLines == ["iiIiii"])
        #expect(drawn(InputField("abcdefgh"), 6).lines == ["…efgh"])
        #expect(drawn(InputField("", placeholder: "id"), 6).lines == [" id"])
        #expect(drawn(InputField("abc"), 1).styleLines == ["I"])
    }
}
