import Screen
import TestSupport
import Testing

/// One screen made of all widgets, held as text and as roles, in both glyph sets.
struct GalleryTests {
    @Test(arguments: [false, true])
    func allWidgetsTogether(_ ascii: Bool) {
        let glyphs = ascii ? Glyphs.ascii : .unicode
        let canvas = gallery(glyphs)
        let name = "gallery-\(ascii ? "ascii" : "unicode")"
        expectGolden(canvas.lines, named: name)
        expectGolden(canvas.styleLines, named: name + "-styles")
    }

    private func gallery(_ glyphs: Glyphs) -> Canvas {
        var canvas = Canvas(size: Size(columns: 80, rows: 16))
        let (top, bottom) = canvas.bounds.splitTop(7)
        let (left, right) = top.splitLeft(31)
        let memory = Panel("Memory", annotation: Line("allkeys-lru", .dim))
        canvas.draw(memory, in: left, glyphs: glyphs)
        let inside = memory.content(of: left).inset(right: 1)
        canvas.draw(
            Gauge(ratio: 0.712, style: .barWarning, label: " 71%"), in: inside.row(0),
            glyphs: glyphs)
        canvas.write(
            Line("used ", .dim) + "1.42 of 2.00 GiB", in: inside.row(1), glyphs: glyphs)
        let history = (0..<40).map { $0 % 11 == 10 ? nil : Double($0) }
        canvas.draw(
            Sparkline(history, fitting: .means, marks: [20]), in: inside.inset(top: 3),
            glyphs: glyphs)

        let rates = Panel("Hit rate", annotation: Line("gaps 0", .good), isFocused: true)
        let ratesRect = right.inset(left: 1)
        canvas.draw(rates, in: ratesRect, glyphs: glyphs)
        canvas.draw(table, in: rates.content(of: ratesRect), glyphs: glyphs)

        let ttl = Panel("TTL left")
        canvas.draw(ttl, in: bottom, glyphs: glyphs)
        canvas.draw(
            Histogram(
                [0, 1, 4, 9, 16, 25, 9, 4, 1, 0, 2], highlighted: [10],
                labels: ["0", "15s", "30s"]),
            in: ttl.content(of: bottom).inset(bottom: 3), glyphs: glyphs)
        canvas.horizontalLine(x: 31, y: 0, width: 1, glyphs: glyphs)
        canvas.verticalLine(x: 31, y: 0, height: 8, glyphs: glyphs)

        let dialog = Rect(x: 30, y: 9, width: 44, height: 6)
        let box = Box("Purge a product", annotation: Line("cache-1", .production))
        canvas.draw(box, in: dialog, glyphs: glyphs)
        let content = box.content(of: dialog)
        canvas.write("product:\u{1B}[2J日本", x: content.x, y: content.y)
        canvas.draw(InputField("42"), in: content.row(1), glyphs: glyphs)
        canvas.write(
            Line("y", .dangerousKey) + " confirms", in: content.row(3), alignment: .trailing,
            glyphs: glyphs)
        return canvas
    }

    private var table: Table {
        let rows = ["search", "product", "inventory", "category", "facets"].enumerated().map {
            Table.Row([
                .text(DisplayText($1), $0 == 2 ? .warning : .plain), .text("\(400 * $0)"),
                .sparkline(
                    Sparkline([0.9, 0.8, nil, 0, 0.7, 1], domain: .fixed(0, 1), marks: [4])),
            ])
        }
        return Table(
            columns: [
                .init("resource", width: .fitted(min: 4, max: 12)),
                .init("req/s", width: .fixed(6), alignment: .trailing),
                .init("last minute", width: .flexible(min: 6, max: 20), priority: 1),
            ],
            rows: rows, selected: 1)
    }
}
